import type { Reason } from './parse.ts'

export interface Words {
  readonly title: string
  readonly sentence: (reason: Reason) => string
  /** Null where nothing follows. */
  readonly advice: string | null
}

const them = ({ host }: Reason): string => host ?? 'The other server'
const target = ({ host }: Reason): string => host ?? 'the other server'

/** Causes that lie between this server and the other one, or here. */
const attempts: Readonly<Record<string, Words>> = {
  parked: {
    title: 'Parked',
    sentence: () => 'Postfix is set up to keep this mail until it is told to try.',
    advice: 'Deliver it now, or flush the queue, when it should be tried.',
  },
  mail_store_down: {
    title: 'Mail store down',
    sentence: () => 'Dovecot, which puts mail into mailboxes, did not take it.',
    advice: 'Look at Services: start or restart Dovecot. Postfix then delivers by itself.',
  },
  lookup_failed: {
    title: 'Look-up failed',
    sentence: () => 'This server could not look up an address in its own tables.',
    advice: 'Look at Services: is the database running? Postfix tries again by itself.',
  },
  transport_missing: {
    title: 'Transport missing',
    sentence: () => 'The part of Postfix that should deliver this mail does not run.',
    advice: 'Restart Postfix under Services; if it stays, the mail log says which part fails.',
  },
  milter_down: {
    title: 'Own filter down',
    sentence: () => 'A mail filter of this server (DKIM signing or spam check) did not answer.',
    advice: 'Look at Services: restart OpenDKIM and the spam filter.',
  },
  local_storage: {
    title: 'Disk full here',
    sentence: () => 'This server could not write the message to its disk.',
    advice: 'Make room on the disk that holds the mail queue.',
  },
  mail_loop: {
    title: 'Mail loop',
    sentence: () => 'The message would come back to where it is, again and again.',
    advice:
      'Look at the aliases of the recipient and at the MX records of its domain: they lead in a circle.',
  },
  tls_failed: {
    title: 'TLS failed',
    sentence: (reason) => `The encrypted connection with ${target(reason)} could not be made.`,
    advice:
      'If it lasts, tell the other side: usually its certificate or its TLS versions are at fault.',
  },
  dns_failure: {
    title: 'DNS fails for now',
    sentence: (reason) => `The DNS gave no answer about ${target(reason)}.`,
    advice:
      'If many domains are affected, look at the resolver of this server under Services; if one is, its name servers are at fault.',
  },
  host_not_found: {
    title: 'No such domain',
    sentence: (reason) => `The DNS knows no mail server for ${target(reason)}.`,
    advice:
      'Look for a typing error in the address. If it is right, its owner must mend the domain.',
  },
  connection_refused: {
    title: 'Connection refused',
    sentence: (reason) =>
      `${them(reason)} refused the connection: no mail server listens there now.`,
    advice:
      'Postfix tries again by itself. If it lasts, ask the other side whether its mail server runs.',
  },
  network_unreachable: {
    title: 'No way there',
    sentence: (reason) => `There is no network route to ${target(reason)}.`,
    advice:
      'If only IPv6 addresses are affected, this server has no working IPv6; else look at its network.',
  },
  connection_timeout: {
    title: 'No answer',
    sentence: (reason) => `${them(reason)} did not answer in time.`,
    advice:
      'If this happens with many domains, the provider of this server probably blocks outgoing port 25: ask it to open the port, or use a relay.',
  },
  connection_lost: {
    title: 'Connection lost',
    sentence: (reason) => `The connection with ${target(reason)} broke off in the middle.`,
    advice:
      'Postfix tries again by itself. If it lasts with one server only, it may be refusing this one silently.',
  },
}

/** Causes that the other server gave. */
const replies: Readonly<Record<string, Words>> = {
  greylisted: {
    title: 'Greylisted',
    sentence: (reason) =>
      `${them(reason)} does not know this sender yet and wants a second attempt later.`,
    advice: 'Nothing to do: Postfix tries again by itself, usually with success within minutes.',
  },
  rate_limited: {
    title: 'Rate limited',
    sentence: (reason) =>
      `${them(reason)} takes no more mail from this server for now: too much in a short time.`,
    advice:
      'Wait; flushing makes it worse. If nobody here sends so much, look for an account that is being misused.',
  },
  ip_blocklisted: {
    title: 'Blocklisted',
    sentence: (reason) =>
      `${them(reason)} refuses this server's IP address because it is on a blocklist.`,
    advice:
      'Find and stop what sent spam, then ask for removal at the list that the quoted text names.',
  },
  poor_reputation: {
    title: 'Poor reputation',
    sentence: (reason) =>
      `${them(reason)} distrusts this server or domain because of mail it sent before.`,
    advice:
      'Look for misused accounts, send less for some days, and check SPF, DKIM and DMARC under DNS.',
  },
  unauthenticated: {
    title: 'Not authenticated',
    sentence: (reason) => `${them(reason)} wants mail that is authenticated by SPF or DKIM.`,
    advice: 'Check the SPF record and the DKIM key of the sender’s domain under DNS and DKIM.',
  },
  spf_refused: {
    title: 'SPF',
    sentence: (reason) =>
      `${them(reason)} says that the sender's domain does not allow this server to send (SPF).`,
    advice:
      'Add this server to the SPF record of the sender’s domain; the DNS page shows the record to publish. Forwarded mail fails so too.',
  },
  dkim_refused: {
    title: 'DKIM',
    sentence: (reason) => `${them(reason)} could not verify the DKIM signature.`,
    advice: 'Compare the published DKIM record with the key on the DKIM page.',
  },
  dmarc_refused: {
    title: 'DMARC',
    sentence: (reason) =>
      `${them(reason)} follows the DMARC policy of the sender's domain, and this message does not satisfy it.`,
    advice:
      'Check SPF, DKIM and DMARC of the domain in the From line under DNS: one of the two must pass for that very domain.',
  },
  ptr_missing: {
    title: 'Reverse DNS',
    sentence: (reason) =>
      `${them(reason)} finds no proper name for this server's IP address (PTR record).`,
    advice: 'Have the provider of the IP address set its reverse DNS to this server’s host name.',
  },
  tls_required: {
    title: 'TLS required',
    sentence: (reason) =>
      `The mail may go to ${target(reason)} only encrypted, and encryption did not come about.`,
    advice:
      'The quoted text tells which side asks for it. Until the other side offers TLS as asked, the mail waits.',
  },
  mailbox_full: {
    title: 'Mailbox full',
    sentence: ({ local }) =>
      local
        ? 'The mailbox of the recipient on this server is full.'
        : 'The mailbox of the recipient is full.',
    advice:
      'The recipient must delete mail, or gets more quota where it is a mailbox of this server.',
  },
  too_large: {
    title: 'Too large',
    sentence: (reason) => `The message is larger than ${target(reason)} takes.`,
    advice: 'Send the file another way; this message will not get through.',
  },
  relay_denied: {
    title: 'Relaying denied',
    sentence: (reason) => `${them(reason)} does not take mail for this domain.`,
    advice:
      'The MX record of the recipient’s domain points to a server that does not know it: its owner must mend that. If it is your relay host, check its login.',
  },
  sender_refused: {
    title: 'Sender refused',
    sentence: (reason) => `${them(reason)} does not accept the sender's address.`,
    advice:
      'Check that the sender’s domain has MX records and that its mailbox exists: other servers look.',
  },
  helo_refused: {
    title: 'Host name refused',
    sentence: (reason) => `${them(reason)} does not accept the name this server greets with.`,
    advice: 'The host name under Settings must exist in the DNS and point to this server.',
  },
  unknown_recipient: {
    title: 'Recipient unknown',
    sentence: (reason) => `${them(reason)} does not know the recipient.`,
    advice:
      'Look for a typing error in the address; else wait, the other side does not refuse it for good yet.',
  },
  mailbox_disabled: {
    title: 'Mailbox disabled',
    sentence: (reason) => `${them(reason)} says that the recipient's mailbox cannot be used now.`,
    advice: 'Ask the recipient on another way; Postfix tries again by itself.',
  },
  content_refused: {
    title: 'Refused by policy',
    sentence: (reason) =>
      `${them(reason)} does not want this message because of its content or its own policy.`,
    advice:
      'Read the quoted text and the message: is it spam from a misused account? Else ask the other side.',
  },
  service_unavailable: {
    title: 'Other server busy',
    sentence: (reason) =>
      `${them(reason)} has a problem of its own and asks for another attempt later.`,
    advice: 'Nothing to do here: Postfix tries again by itself.',
  },
}

const unknown: Words = {
  title: 'Other reason',
  sentence: () => 'The reason is not one that is known here; it stands below as it was given.',
  advice: null,
}

/** The words of a cause; those of `unknown` for a code that does not exist. */
export const wordsOf = (cause: string): Words => attempts[cause] ?? replies[cause] ?? unknown

/** Every cause there is. */
export const causes: readonly string[] = [
  ...Object.keys(attempts),
  ...Object.keys(replies),
  'unknown',
]
