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
/** Bytes. */
export const MESSAGE_SIZE = { min: 1_048_576, max: 157_286_400, default: 26_214_400 } as const
export const QUOTA = { max: 2 ** 50, default: 1_073_741_824 } as const
