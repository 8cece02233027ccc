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
  /**
   * What a stranger writes, who may send any bytes as an address. MariaDB fails on comparing columns of ASCII with
   * others, and Postfix takes a server that failed for gone for a minute (mysql_table(5)): one such address would stop
   * all mail. It counts as empty.
   */
  readonly given: (placeholder: string) => string
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
  given: (placeholder) => placeholder,
  alive: 'SELECT count(*) FROM mail_settings',
}

const ascii = (expression: string): string =>
  `CAST(${expression} AS CHAR(320) CHARACTER SET ascii) COLLATE ascii_nopad_bin`

/** Views over the tables (server/src/db makes them): the readers hold SELECT on these and on nothing else. */
export const mariadbNames: LookupNames = {
  domains: 'lookup_domains',
  mailboxes: 'lookup_mailboxes',
  aliases: 'lookup_aliases',
  settings: 'lookup_settings',
  logins: 'lookup_logins',
  key: ascii,
  given: (placeholder) =>
    ascii(`IF(CAST(${placeholder} AS BINARY) RLIKE '[^ -~]', '', ${placeholder})`),
  alive:
    "SELECT VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS WHERE VARIABLE_NAME = 'UPTIME'",
}
