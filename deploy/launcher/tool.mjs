import { spawn } from 'node:child_process'
import { root } from './paths.mjs'
import { Stop } from './say.mjs'

const running = new Set()

const killGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal)
  } catch {
    // It ended between the signal and now.
  }
}

const onSignal = (signal) => {
  for (const child of running) killGroup(child, signal)
  process.exit(signal === 'SIGINT' ? 130 : 143)
}

/**
 * Runs a tool of the installation to its end; its output goes to the terminal, a signal to the launcher ends it too.
 * @returns its exit status
 */
export const status = (command, args, options = {}) =>
  new Promise((resolve, reject) => {
    // A group of its own, so that npm's and apt's grandchildren get the signal as well.
    const child = spawn(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      ...options,
      detached: true,
    })
    if (running.size === 0) for (const s of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(s, onSignal)
    running.add(child)
    const done = () => {
      running.delete(child)
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
