import { postfixWord } from './escape.ts'
import { mapReference } from './postfix-maps.ts'
import type { RenderInput } from './rendered.ts'

type Setting = readonly [name: string, value: string]

/** What is known of a recipient at RCPT: switched off, leading nowhere, over its quota. */
const knownRecipient = (input: RenderInput): string[] => [
  `check_recipient_access ${mapReference(input, 'recipient_access')}`,
  // Without the default action a dead policy server would answer 451 to everybody.
  `check_policy_service { unix:${postfixWord(input.layout.stack.postfix.quotaSocket)}, timeout=5s, default_action=DUNNO }`,
]

/**
 * Port 25. No permit_mynetworks: behind a proxy or NAT every client would be ours; local programs use sendmail(1) or
 * submission. The recipient map says OK for postmaster and abuse (RFC 5321 4.5.1), which is safe only because the
 * relay decision has been made before.
 */
export const publicRestrictions = (input: RenderInput): Setting[] => [
  ['smtpd_client_restrictions', ''],
  ['smtpd_helo_restrictions', 'reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname'],
  ['smtpd_sender_restrictions', 'reject_non_fqdn_sender, reject_unknown_sender_domain'],
  ['smtpd_relay_restrictions', 'reject_unauth_destination'],
  [
    'smtpd_recipient_restrictions',
    ['reject_non_fqdn_recipient', 'reject_unlisted_recipient', ...knownRecipient(input)].join(', '),
  ],
  ['smtpd_data_restrictions', 'reject_unauth_pipelining, reject_multi_recipient_bounce'],
  ['smtpd_reject_unlisted_recipient', 'yes'],
  ['unknown_local_recipient_reject_code', '550'],
  ['unknown_address_reject_code', '450'],
  // Submission: the empty sender passes every question about ownership, so it is refused before.
  [
    'mc_submission_sender',
    'check_sender_access inline:{ { <> = 553 5.7.1 Use your own address as the sender } }, reject_authenticated_sender_login_mismatch',
  ],
  // Our own users learn at RCPT too what would come back to them as a bounce.
  ['mc_submission_recipient', ['reject_non_fqdn_recipient', ...knownRecipient(input)].join(', ')],
]
