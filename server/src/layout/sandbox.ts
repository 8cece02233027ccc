import { join } from 'node:path'
import { debianPrograms } from './programs.ts'
// JSON, because the launcher reads the same numbers before there is a TypeScript runtime. All stay below 32768, where
// the kernel takes outgoing connections' ports from.
import ports from './sandbox-ports.json' with { type: 'json' }
import { sandboxServices } from './services.ts'
import { sandboxStack } from './stack.ts'
import { stateFolder } from './state-folder.ts'
import type { Layout } from './types.ts'

export const LISTEN = '127.0.0.1'

/**
 * The private mail stack below one state folder.
 * @param state absolute path of the state folder as the processes see it
 * @param portBase added to each port, 0 to 8577
 */
export const sandboxLayout = (state: string, portBase: number): Layout => {
  const sandbox = join(state, 'sandbox')
  const stack = sandboxStack(sandbox, portBase)
  return {
    kind: 'sandbox',
    ...stateFolder(state, join(state, 'run/agent')),
    mail: {
      uid: 5000,
      gid: 5000,
      store: join(sandbox, 'vmail'),
      trash: join(sandbox, 'trash'),
    },
    ports: Object.freeze({
      smtp: ports.smtp + portBase,
      submission: ports.submission + portBase,
      submissions: ports.submissions + portBase,
      imap: ports.imap + portBase,
      imaps: ports.imaps + portBase,
      pop3: ports.pop3 + portBase,
      sieve: ports.sieve + portBase,
      dns: ports.dns + portBase,
    }),
    stack,
    services: sandboxServices(stack),
    programs: debianPrograms,
    supervisor: {
      socket: join(sandbox, 'run/supervisor.sock'),
      // On the namespace's own tmpfs: every start begins with an empty folder.
      programs: '/srv/programs',
      hostProc: '/srv/host/proc',
    },
    systemd: undefined,
    listen: LISTEN,
  }
}
