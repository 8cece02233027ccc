/**
 * Names by which the look-up queries find the published tables. `key` casts the key, which fixes type and collation
 * of a recursive column: MariaDB takes them from its first row.
 */
export interface LookupNames {
  readonly domains: string
  readonly mailboxes: string
  readonly aliases: string
  readonly settings: string
  /** Where the hashes are; only Dovecot's reader may see it. */
  readonly logins: string
  readonly key: (expression: string) => string
  /** Answers a number that never falls while connections to the database stay good. */
  readonly alive: string
}

/** The panel's own SQLite tables: one file, whose readers see all of it. */
export const sqliteNames: LookupNames = {
  domains: 'domains',
  mailboxes: 'mailboxes',
  aliases: 'aliases',
  settings: 'mail_settings',
  logins: 'mailboxes',
  key: (expression) => expression,
  alive: 'SELECT count(*) FROM mail_settings',
}

/** Views over the tables (server/src/db makes them): the readers hold SELECT on these and on nothing else. */
export const mariadbNames: LookupNames = {
  domains: 'lookup_domains',
  mailboxes: 'lookup_mailboxes',
  aliases: 'lookup_aliases',
  settings: 'lookup_settings',
  logins: 'lookup_logins',
  key: (expression) =>
    `CAST(${expression} AS CHAR(320) CHARACTER SET ascii) COLLATE ascii_nopad_bin`,
  alive:
    "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME'",
}
