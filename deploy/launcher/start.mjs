import { once as onceEvent } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkEnvironment, readEnvironment } from './environment.mjs'
import { buildPage } from './page.mjs'
import { watchParent } from './parent.mjs'
import { lastWords, silentParts } from './parts.mjs'
import { planMail } from './plan.mjs'
import { needPorts } from './ports.mjs'
import { awaitReady } from './ready.mjs'
import { toolchain } from './runtime.mjs'
import {
  panelLog,
  startBare,
  startNamespace,
  stateInside,
  stopChild,
  supervisorSocket,
} from './sandbox.mjs'
import { Stop, say, warn } from './say.mjs'
import { endLeftovers, openState } from './state.mjs'
import { EX_CONFIG, hasRefused, stopPrograms } from './supervisor.mjs'

/** Milliseconds for a clean stop; the promise to the user is ten seconds in all. */
const PATIENCE = 8000

const needMailPorts = (settings) =>
  needPorts(
    Object.entries(settings.mailPorts).map(([what, port]) => ({
      host: '127.0.0.1',
      port,
      what,
      variable: 'MC_MAIL_PORT_BASE',
    })),
  )

const launch = (what, settings, { node }) => {
  const variables = { ...settings.variables, MC_MAIL: what === 'stack' ? 'sandbox' : 'none' }
  const options = { what, node, stateDir: settings.stateDir, variables }
  return what === 'bare' ? startBare(options) : startNamespace(options)
}

/** SIGHUP that nohup(1) has switched off stays off. */
const hangupIgnored = () => {
  const mask =
    /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '0'
  return (BigInt(`0x${mask}`) & 1n) === 1n
}

const stopOnSignals = (stop) => {
  const signals = hangupIgnored() ? ['SIGINT', 'SIGTERM'] : ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, () => stop(signal))
  watchParent(() => stop('the process that started it has gone'))
}

/** Why the panel will not come up, in its own last words; undefined while it may. */
const refusal = async (child, logs) => {
  if (!(await hasRefused(supervisorSocket(child), 'api'))) return undefined
  return lastWords(join(logs, 'api.err')) || `the panel refuses to start; see ${logs}`
}

const supervise = async (child, what, settings) => {
  const { stateDir } = settings
  const logs = what === 'stack' ? join(stateDir, 'sandbox', 'log') : panelLog(stateDir)
  let stopping = false
  let since = 0
  let failure
  const stop = async (why) => {
    // A second Ctrl-C means: now. npm hands the first one on, so that it comes twice at once.
    if (stopping && Date.now() - since < 1000) return
    const patience = stopping ? 0 : PATIENCE
    if (!stopping) say(`stopping (${why}) …`)
    stopping = true
    since = Date.now()
    if (what === 'stack') await stopPrograms(supervisorSocket(child))
    await stopChild(child, patience)
  }
  stopOnSignals(stop)
  const exited = onceEvent(child, 'exit')
  const ended = () => stopping || child.exitCode !== null || child.signalCode !== null
  awaitReady(settings, {
    path: what === 'stack' ? '/api/health/ready' : '/api/health/live',
    stateDir,
    ended,
    late: async () => {
      const silent = what === 'stack' ? await silentParts(stateInside(child), logs) : []
      warn(
        ['not every part answers yet; it goes on trying.', ...silent, `Logs: ${logs}`].join('\n  '),
      )
    },
    refused: async () => {
      failure = what === 'stack' ? await refusal(child, logs) : undefined
      if (failure !== undefined) await stop('the panel refuses to start')
      return failure !== undefined
    },
  })
  const [code, signal] = await exited
  if (failure !== undefined) throw new Stop(failure)
  if (stopping) return 0
  // It has said at the terminal what is to be mended.
  if (code === EX_CONFIG) return 1
  warn(`it ended unexpectedly (${signal ?? `status ${code}`}); see ${logs}. Start again.`)
  return 1
}

/** Everything from a bare checkout to a running panel; returns when it has stopped. */
export const main = async () => {
  const settings = readEnvironment(process.env)
  openState(settings.stateDir)
  if (process.getuid() === 0) await endLeftovers(settings.stateDir)
  const { host, port } = settings
  await needPorts([{ host, port, what: 'the panel', variable: 'MC_PORT' }])
  const tools = await toolchain()
  const checked = checkEnvironment(settings, tools)
  // Awaited below, at the first moment at which nothing else runs; until then a refusal is no unhandled one.
  checked.catch(() => {})
  await buildPage(tools)
  const what = await planMail(settings)
  await checked
  if (what === 'stack') await needMailPorts(settings)
  return supervise(launch(what, settings, tools), what, settings)
}
