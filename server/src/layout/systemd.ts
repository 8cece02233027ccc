import { join } from 'node:path'
import { debianPrograms } from './programs.ts'
import { systemdServices } from './systemd-services.ts'
import { systemdStack } from './systemd-stack.ts'
import type { Layout } from './types.ts'

/**
 * A Debian machine in production: the packages' own folders and units, the panel's beside them.
 * @param state absolute path of the state folder
 */
export const systemdLayout = (state: string): Layout => {
  const panel = join(state, 'panel')
  const maps = join(state, 'maildb')
  const agent = join(state, 'agent')
  // Gone with the agent: a socket that nobody answers is never found.
  const socketDir = '/run/mission-control'
  const stack = systemdStack(state)
  return {
    kind: 'systemd',
    panel: {
      uid: 5001,
      gid: 5001,
      dir: panel,
      database: join(panel, 'panel.sqlite'),
      secret: join(panel, 'secret'),
      setupToken: join(panel, 'setup-token'),
      trace: join(panel, 'trace/trace.sqlite'),
    },
    maps: { dir: maps, database: join(maps, 'mail.sqlite') },
    agent: {
      dir: agent,
      socketDir,
      socket: join(socketDir, 'agent.sock'),
      bearer: join(socketDir, 'bearer'),
      journal: '/var/log/mission-control/agent.jsonl',
      desired: join(agent, 'desired'),
      readers: join(agent, 'readers.json'),
    },
    // Not below /var/mail, where the group mail may rename what stands in it.
    mail: { uid: 5000, gid: 5000, store: '/var/vmail/store', trash: '/var/vmail/trash' },
    ports: Object.freeze({
      smtp: 25,
      submission: 587,
      submissions: 465,
      imap: 143,
      imaps: 993,
      pop3: 110,
      sieve: 4190,
      dns: 53,
    }),
    stack,
    services: systemdServices(stack.daemons),
    programs: debianPrograms,
    supervisor: undefined,
    systemd: { controlGroups: '/sys/fs/cgroup', proc: '/proc' },
    listen: undefined,
  }
}
