import { rm } from 'node:fs/promises'
import type { Layout } from '../../layout/index.ts'
import type { AgentDeps } from '../deps.ts'

/**
 * What a killed run leaves and the next start trips over: a socket that looks like "up" and refuses, a pid file whose
 * number exists again.
 */
const leftovers = ({ stack }: Layout): Readonly<Record<string, readonly string[]>> => ({
  rsyslog: [stack.rsyslog.socket],
  unbound: [stack.unbound.control],
  spamd: [stack.spamd.socket],
  opendkim: [stack.opendkim.socket],
  'spamass-milter': [stack.spamassMilter.socket],
  dovecot: [
    `${stack.dovecot.base}/master.pid`,
    stack.postfix.saslSocket,
    stack.postfix.lmtpSocket,
    stack.postfix.quotaSocket,
  ],
  postfix: [`${stack.postfix.queue}/pid/master.pid`],
})

/** Removes them for daemons that do not run now; those of the others are in use. */
export const removeStale = async ({ layout, manager }: AgentDeps): Promise<void> => {
  const live = (await manager.list())
    .filter(({ state }) => state === 'running' || state === 'starting')
    .map(({ name }) => name)
  for (const [name, paths] of Object.entries(leftovers(layout))) {
    if (live.includes(name)) continue
    for (const path of paths) await rm(path, { force: true })
  }
}
