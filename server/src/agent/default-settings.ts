import { hostname } from 'node:os'
import type { MailSettings } from '@mc/shared/ops'
import { MESSAGE_SIZE } from '@mc/shared/rules'

/** The machine's name as a name in the DNS; `.localdomain` is added where it has no domain. */
const ownName = (): string => {
  const name = hostname().toLowerCase()
  const label = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'
  if (new RegExp(`^${label}(\\.${label})+$`).test(name)) return name
  return new RegExp(`^${label}$`).test(name) ? `${name}.localdomain` : 'mail.localdomain'
}

/** What the stack runs with until the panel has said anything. */
export const defaultSettings = (): MailSettings => ({
  hostname: ownName(),
  postmaster_address: null,
  public_addresses: [],
  message_size_limit: MESSAGE_SIZE.default,
  certificate: { source: 'self-signed' },
})
