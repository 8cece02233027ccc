import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { reachable, statusOf } from './health.mjs'
import { say } from './say.mjs'

const urlOf = ({ host, port }) => {
  const name = reachable(host)
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`
}

/** Until the first administrator exists the server keeps the one-time token in this file. */
const setupToken = (stateDir) => {
  const file = join(stateDir, 'panel', 'setup-token')
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
}

/** How a person whose browser is elsewhere gets here: by the address of the SSH connection, if there is one. */
const tunnel = ({ host, port }) => {
  const [, , address] = (process.env.SSH_CONNECTION ?? '').split(' ')
  return `ssh -L ${port}:${reachable(host)}:${port} root@${address ?? hostname()}`
}

/** One write, so that whoever reads our output has the whole of it once he sees the first line. */
const announce = (settings, stateDir) => {
  const lines = [`ready: ${urlOf(settings)}`]
  const token = setupToken(stateDir)
  if (token !== '') {
    const origin = settings.publicUrl?.replace(/\/$/, '') ?? urlOf(settings)
    lines.push(`set-up: ${origin}/setup#token=${token}`)
    if (settings.publicUrl === undefined) {
      lines.push(`from a machine with a browser: ${tunnel(settings)}`)
    }
  }
  say(lines.join('\n'))
}

/**
 * Waits until every part answers, then prints the address, and the set-up link while there is no administrator.
 * @param {{path: string, stateDir: string, ended: () => boolean, refused: () => Promise<boolean>,
 *   late: () => Promise<void>}} run `ended`: the panel has stopped; `refused`: it said that it will not come up;
 *   `late`: called once, after half a minute
 */
export const awaitReady = async (settings, { path, stateDir, ended, refused, late }) => {
  const host = reachable(settings.host)
  let deadline = Date.now() + 30_000
  while (!ended()) {
    if ((await statusOf(host, settings.port, path)) === 200) {
      if (!ended()) announce(settings, stateDir)
      return
    }
    if (await refused()) return
    if (Date.now() > deadline) {
      deadline = Number.POSITIVE_INFINITY
      await late()
    }
    await delay(100)
  }
}
