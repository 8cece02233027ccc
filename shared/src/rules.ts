/** Plain constants that forms and server share. No imports, so that the page pays nothing for them. */

export const PASSWORD = {
  minCodePoints: 8,
  maxCodePoints: 128,
  maxBytes: 512,
  minClasses: 3,
} as const
export const USERNAME = { min: 3, max: 50, pattern: '^[A-Za-z0-9_.-]+$' } as const
/** RFC 5321 4.5.3.1: local part and whole address; RFC 1035 2.3.4: domain and label. Octets. */
export const ADDRESS = { localPart: 64, total: 254, domain: 253, label: 63 } as const
export const PAGE = { default: 20, max: 100 } as const
export const BULK_MAX_IDS = 1000
export const IMPORT_MAX_ROWS = 10_000
export const ALIAS = { maxDestinations: 500, maxDepth: 10, maxSenderDestinations: 10 } as const
export const RECIPIENT_DELIMITER = '+'
/** Seconds. */
export const SESSION = { absolute: 8 * 3600, fresh: 3600 } as const
export const TRASH_DAYS = 30
/** Days that the mail log and the message trace are kept. */
export const TRACE_DAYS = 30
/** Bytes. */
export const MESSAGE_SIZE = { min: 1_048_576, max: 157_286_400, default: 26_214_400 } as const
export const QUOTA = { max: 2 ** 50, default: 1_073_741_824 } as const

/** Services that the panel shows; not all of them are on every machine. */
export const SERVICES = [
  'postfix',
  'dovecot',
  'mariadb',
  'opendkim',
  'spamassassin',
  'spamass-milter',
  'nginx',
  'apache2',
  'unbound',
  'rsyslog',
  'ceymail-ai-filter',
  'fail2ban',
] as const
export type ServiceName = (typeof SERVICES)[number]
/** The screening filter is switched with its settings, so that Postfix asks it exactly while it runs. */
export const SCREENING_SERVICE = 'ceymail-ai-filter'

/** `idsPerCall`: messages that one privileged call may name; `rowRecipients`: those that a row of the list holds. */
export const QUEUE = {
  bodyBytes: 262_144,
  idsPerCall: 1000,
  rowRecipients: 100,
  sample: 20,
} as const
/** RFC 6376 3.1, one label in lower case; a retired key's record stays for the days that mail may wait in a queue, and some. */
export const DKIM = {
  selector: '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$',
  firstSelector: 'mail',
  bits: [2048, 3072, 4096],
  graceDays: 7,
  maxKeys: 20,
  /** After so many days a new key is advised, and so it is below so many bits. */
  oldDays: 365,
  weakBits: 2048,
} as const
