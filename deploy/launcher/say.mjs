// What the launcher tells the person at the terminal.

/** Ends the task with one line for a person; anything else that is thrown is a fault of the launcher. */
export class Stop extends Error {}

export const say = (text) => process.stdout.write(`${text}\n`)
export const warn = (text) => process.stderr.write(`mission-control: ${text}\n`)

// The terminal or the pipe may be gone before the panel is: that is no reason to die half-way through a clean stop.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})
