import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from './paths.mjs'
import { Stop } from './say.mjs'

const known = [
  'MC_HOST',
  'MC_PORT',
  'MC_STATE_DIR',
  'MC_DATABASE_URL',
  'MC_MAIL',
  'MC_MAIL_PORT_BASE',
  'MC_SETUP_TOKEN',
  'MC_PUBLIC_URL',
  'MC_INSECURE_HTTP',
  'MC_METRICS_LISTEN',
]
/** Set by the file manager Midnight Commander for the shell inside it. */
const foreign = ['MC_SID', 'MC_TMPDIR', 'MC_DATADIR', 'MC_HOME', 'MC_XDG_OPEN', 'MC_CONTROL_PID']

const number = (name, text, least, most) => {
  const value = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN
  if (value >= least && value <= most) return value
  throw new Stop(`${name}=${text} is not a whole number from ${least} to ${most}.`)
}

/** The sandbox's ports before MC_MAIL_PORT_BASE is added, by name. */
const sandboxPorts = () =>
  JSON.parse(readFileSync(join(root, 'server/src/layout/sandbox-ports.json'), 'utf8'))

const stateDir = (text) => {
  if (/[\0\n]/.test(text)) throw new Stop('MC_STATE_DIR holds a line break.')
  const path = resolve(root, text)
  // The state folder's own rights are changed: it must not be the checkout nor anything above it.
  if (`${root}/`.startsWith(path === '/' ? '/' : `${path}/`)) {
    throw new Stop(`MC_STATE_DIR=${text} would hold the checkout itself; name a folder of its own.`)
  }
  return path
}

/**
 * What the launcher itself needs of the environment; the server checks every value by the same rules.
 * @returns {{stateDir: string, host: string, port: number, mail: 'sandbox'|'none'|undefined, portBase: number,
 *   mailPorts: Record<string, number>, publicUrl: string|undefined, variables: Record<string, string>}}
 */
export const readEnvironment = (env) => {
  const variables = {}
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith('MC_') || foreign.includes(name) || value === '') continue
    if (!known.includes(name)) {
      throw new Stop(`${name} is no setting of Mission Control. Known: ${known.join(', ')}.`)
    }
    variables[name] = value
  }
  const mail = variables.MC_MAIL
  if (mail !== undefined && mail !== 'sandbox' && mail !== 'none') {
    throw new Stop(`MC_MAIL=${mail} is neither "sandbox" nor "none".`)
  }
  const ports = sandboxPorts()
  const most = 32767 - Math.max(...Object.values(ports))
  const portBase = number('MC_MAIL_PORT_BASE', variables.MC_MAIL_PORT_BASE ?? '0', 0, most)
  return {
    stateDir: stateDir(variables.MC_STATE_DIR ?? 'var'),
    host: variables.MC_HOST ?? '127.0.0.1',
    port: number('MC_PORT', variables.MC_PORT ?? '8080', 1, 65535),
    mail,
    portBase,
    mailPorts: Object.fromEntries(Object.entries(ports).map(([name, p]) => [name, p + portBase])),
    publicUrl: variables.MC_PUBLIC_URL,
    variables,
  }
}

/**
 * Lets the server judge every value by its own rules, before anything is started.
 * @throws Stop with its words
 */
export const checkEnvironment = ({ variables, stateDir }, { node }) =>
  new Promise((resolve, reject) => {
    const env = { ...variables, MC_STATE_DIR: stateDir, PATH: process.env.PATH }
    execFile(node, [join(root, 'server', 'bin', 'check-env.ts')], { env }, (error, _out, words) => {
      if (error) reject(new Stop(words.trim() || error.message))
      else resolve()
    })
  })
