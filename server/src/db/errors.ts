/** What went wrong, in words that hold on both databases. */
export type DatabaseFault = 'duplicate' | 'foreign_key' | 'locked' | 'unreachable' | 'full'

/** What a person is told of `full`, whatever was being done. */
export const DISK_FULL =
  'The disk that holds the data of the panel is full; nothing was changed. Mail waits where it is. Make room on the server and try again.'

/** Extended result codes of SQLite (sqlite.org/rescode.html). */
const sqlite: Readonly<Record<number, DatabaseFault>> = {
  2067: 'duplicate',
  1555: 'duplicate',
  2579: 'duplicate',
  787: 'foreign_key',
}
/** Primary result codes: the low byte. */
const sqlitePrimary: Readonly<Record<number, DatabaseFault>> = {
  5: 'locked',
  6: 'locked',
  8: 'unreachable',
  10: 'unreachable',
  11: 'unreachable',
  13: 'full',
  14: 'unreachable',
  26: 'unreachable',
}

/** Codes of MariaDB and of the connection to it, as mysql2 names them. */
const mariadb: Readonly<Record<string, DatabaseFault>> = {
  ER_DUP_ENTRY: 'duplicate',
  ER_NO_REFERENCED_ROW_2: 'foreign_key',
  ER_ROW_IS_REFERENCED_2: 'foreign_key',
  ER_LOCK_WAIT_TIMEOUT: 'locked',
  ER_LOCK_DEADLOCK: 'locked',
  ER_DISK_FULL: 'full',
  ER_RECORD_FILE_FULL: 'full',
  ER_CON_COUNT_ERROR: 'unreachable',
  ER_SERVER_SHUTDOWN: 'unreachable',
  ER_CONNECTION_KILLED: 'unreachable',
  ER_ACCESS_DENIED_ERROR: 'unreachable',
  ER_OPTION_PREVENTS_STATEMENT: 'unreachable',
  PROTOCOL_CONNECTION_LOST: 'unreachable',
  PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR: 'unreachable',
  POOL_CLOSED: 'unreachable',
  ECONNREFUSED: 'unreachable',
  ECONNRESET: 'unreachable',
  ENOENT: 'unreachable',
  EPIPE: 'unreachable',
  ETIMEDOUT: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  ENOTFOUND: 'unreachable',
}

/** The fault behind an error thrown by a query; undefined when it is none of the database's. */
export const databaseFault = (error: unknown): DatabaseFault | undefined => {
  if (!(error instanceof Error)) return undefined
  const code = 'code' in error ? error.code : undefined
  if (code === 'ERR_SQLITE_ERROR') {
    const number = 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : 0
    return sqlite[number] ?? sqlitePrimary[number & 0xff]
  }
  return typeof code === 'string' ? mariadb[code] : undefined
}

export const isDuplicate = (error: unknown): boolean => databaseFault(error) === 'duplicate'

/** The table that a query names does not exist (SQLite has no code of its own for that). */
export const isMissingTable = (error: unknown): boolean =>
  error instanceof Error &&
  ('code' in error && error.code === 'ERR_SQLITE_ERROR'
    ? error.message.startsWith('no such table')
    : 'code' in error && error.code === 'ER_NO_SUCH_TABLE')
