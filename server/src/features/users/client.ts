import type { ClientSettings } from '@mc/shared/contract'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { find } from './service.ts'

/** What to enter in a mail client; empty lists where this panel has no mail stack. RFC 8314: implicit TLS first. */
export const clientSettings = async (deps: Deps, id: number): Promise<ClientSettings> => {
  const { email } = await find(deps, id)
  if (deps.config.mail === 'none') return { username: email, imap: [], pop3: [], smtp: [] }
  const { ports, listen } = deps.config.layout
  const { values } = await readSettings(deps.db.panel)
  const host = listen ?? values.hostname
  return {
    username: email,
    imap: [
      { host, port: ports.imaps, security: 'tls' },
      { host, port: ports.imap, security: 'starttls' },
    ],
    pop3: [{ host, port: ports.pop3, security: 'starttls' }],
    smtp: [
      { host, port: ports.submissions, security: 'tls' },
      { host, port: ports.submission, security: 'starttls' },
    ],
  }
}
