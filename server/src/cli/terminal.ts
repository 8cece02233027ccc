import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { UsageError } from './command.ts'

/** How a command asks the person in front of it. */
export interface Terminal {
  /**
   * A password typed twice without echo, or the first line of standard input.
   * @throws UsageError when there is no terminal to ask at, or the two differ
   */
  password(fromStdin: boolean): Promise<string>
}

const silent = () => new Writable({ write: (_chunk, _encoding, done) => done() })

const askUnseen = async (prompt: string): Promise<string> => {
  process.stderr.write(prompt)
  const asked = createInterface({ input: process.stdin, output: silent(), terminal: true })
  try {
    return await asked.question('')
  } finally {
    asked.close()
    process.stderr.write('\n')
  }
}

export const terminal: Terminal = {
  password: async (fromStdin) => {
    if (fromStdin) return (await text(process.stdin)).split(/\r?\n/)[0] ?? ''
    if (!process.stdin.isTTY) {
      throw new UsageError('There is no terminal to ask at: give the password with --stdin.')
    }
    const first = await askUnseen('New password: ')
    if (first !== (await askUnseen('Once more: '))) {
      throw new UsageError('The two differ; nothing was changed.')
    }
    return first
  },
}
