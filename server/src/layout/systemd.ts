import { debianPrograms } from './programs.ts'
import { stateFolder } from './state-folder.ts'
import { systemdServices } from './systemd-services.ts'
import { systemdStack } from './systemd-stack.ts'
import type { Layout } from './types.ts'

/**
 * A Debian machine in production: the packages' own folders and units, the panel's beside them.
 * @param state absolute path of the state folder
 */
export const systemdLayout = (state: string): Layout => {
  const stack = systemdStack(state)
  return {
    kind: 'systemd',
    // The socket goes with the agent: one that nobody answers is never found.
    ...stateFolder(state, '/run/mission-control', '/var/log/mission-control/agent.jsonl'),
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
    services: systemdServices(stack),
    programs: debianPrograms,
    supervisor: undefined,
    systemd: { controlGroups: '/sys/fs/cgroup', proc: '/proc' },
    listen: undefined,
  }
}
