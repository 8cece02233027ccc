import { clientCases } from './clients.ts'
import { hardeningCases } from './hardening.ts'
import { dovecotHardeningCases } from './hardening-dovecot.ts'
import { identityCases } from './identity.ts'
import { outageCases } from './outage.ts'
import { protocolCases } from './protocol.ts'
import { recipientCases } from './recipients.ts'
import { senderCases } from './senders.ts'
import { storeCases } from './store.ts'
import { storyCases } from './story.ts'
import { switchedOffCases } from './switched-off.ts'
import type { Cases } from './types.ts'

/** Every case runs on both databases; those that take parts down come last. */
export const allCases: Cases = [
  ...storyCases,
  ...recipientCases,
  ...switchedOffCases,
  ...senderCases,
  ...protocolCases,
  ...storeCases,
  ...clientCases,
  ...hardeningCases,
  ...dovecotHardeningCases,
  ...identityCases,
  ...outageCases,
]
