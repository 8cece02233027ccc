import { existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { AgentDeps } from './deps.ts'
import { writeAtomic } from './mailstack/files.ts'

/** Files that a killed daemon leaves and its next start trips over: sockets that answer nobody, pids of strangers. */
const stale = (dir: string): string[] => {
  if (!existsSync(dir)) return []
  return readdirSync(dir, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isSocket() || (entry.isFile() && entry.name.endsWith('.pid')))
    .map((entry) => join(entry.parentPath, entry.name))
}

/** Programs of the panel, which the manager knows before the agent has told it of any mail daemon. */
const ours: ReadonlySet<string> = new Set(['agent', 'api', 'ingest'])

/**
 * Cleans up after a start that was killed, if this is a fresh one: once the mail daemons are known to the manager,
 * sockets and pid files are theirs, and only the agent was restarted.
 */
const clearRemains = async ({ layout, manager, log }: AgentDeps): Promise<void> => {
  const programs = await manager.list()
  if (programs.some(({ name }) => !ours.has(name))) return
  const { postfix, opendkim, spamd, spamassMilter, unbound, dovecot, rsyslog } = layout.stack
  const folders = new Set([
    ...['public', 'private', 'pid'].map((name) => join(postfix.queue, name)),
    ...[postfix.lmtpSocket, opendkim.socket, spamd.socket].map(dirname),
    ...[spamassMilter.socket, unbound.control].map(dirname),
    dovecot.base,
  ])
  const remains = [...folders]
    .flatMap(stale)
    .concat(rsyslog.socket)
    .filter((p) => existsSync(p))
  for (const path of remains) rmSync(path, { force: true })
  if (remains.length > 0) log.info({ files: remains.length }, 'removed what a killed start left')
}

/**
 * What stands before the first daemon does: no remains of a killed start, the resolver of this mount namespace (bound to
 * its file, so written in place), and the ports as plain numbers for clients, tests and scripts.
 */
export const prepareSurroundings = async (deps: AgentDeps): Promise<void> => {
  const { stack, ports } = deps.layout
  if (stack.surroundings === undefined) return
  await clearRemains(deps)
  const { resolvConf, resolver, portsFile, sinkPort } = stack.surroundings
  writeFileSync(resolvConf, `nameserver ${resolver}\noptions timeout:2\n`)
  const text = `${JSON.stringify({ ...ports, sink: sinkPort }, undefined, 2)}\n`
  await writeAtomic(portsFile, text, { mode: 0o644, uid: 0, gid: 0 })
}
