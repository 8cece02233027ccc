import { spawn } from 'node:child_process'
import { root } from './paths.mjs'
import { Stop } from './say.mjs'

const running = new Set()

const forward = ({ child, foreground }, signal) => {
  try {
    process.kill(foreground ? child.pid : -child.pid, signal)
  } catch {
    // It ended between the signal and now.
  }
}

/** A tool in the foreground decides itself what a signal means; the others end with the launcher. */
const onSignal = (signal) => {
  for (const tool of running) forward(tool, signal)
  if ([...running].some(({ foreground }) => foreground)) return
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/**
 * Runs a tool to its end; its output goes to the terminal, a signal to the launcher ends it too.
 * @param {import('node:child_process').SpawnOptions & {foreground?: boolean}} options `foreground`: it may read from
 *   the terminal and gets its Ctrl-C; else it has a group of its own, so that npm's and apt's grandchildren get the
 *   signal as well
 * @returns its exit status
 */
export const status = (command, args, { foreground = false, ...options } = {}) =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: [foreground ? 'inherit' : 'ignore', 'inherit', 'inherit'],
      ...options,
      detached: !foreground,
    })
    if (running.size === 0) for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, onSignal)
    const entry = { child, foreground }
    running.add(entry)
    const done = () => {
      running.delete(entry)
      if (running.size === 0)
        for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(s, onSignal)
    }
    child.on('error', (error) => {
      done()
      reject(new Stop(`${command} could not be started: ${error.message}`))
    })
    child.on('exit', (code, signal) => {
      done()
      resolve(signal ? 1 : (code ?? 1))
    })
  })

/** As `status`, but anything but 0 stops the task. */
export const tool = async (command, args, options) => {
  const code = await status(command, args, options)
  if (code !== 0) throw new Stop(`${command} ${args.join(' ')} failed (${code}); see above.`)
}
