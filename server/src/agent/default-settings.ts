import type { MailSettings } from '@mc/shared/ops'
import { MESSAGE_SIZE } from '@mc/shared/rules'
import { ownPublicAddresses } from '../lib/own-addresses.ts'
import { ownName } from '../lib/own-name.ts'

/** What the stack runs with until the panel has said anything: the same that the panel takes for what nobody set. */
export const defaultSettings = (): MailSettings => ({
  hostname: ownName(),
  postmaster_address: null,
  public_addresses: ownPublicAddresses(),
  message_size_limit: MESSAGE_SIZE.default,
  certificate: { source: 'self-signed' },
})
