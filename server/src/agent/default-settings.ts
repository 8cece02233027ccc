import type { MailSettings } from '@mc/shared/ops'
import { MESSAGE_SIZE } from '@mc/shared/rules'
import { ownName } from '../lib/own-name.ts'

/** What the stack runs with until the panel has said anything. */
export const defaultSettings = (): MailSettings => ({
  hostname: ownName(),
  postmaster_address: null,
  public_addresses: [],
  message_size_limit: MESSAGE_SIZE.default,
  certificate: { source: 'self-signed' },
})
