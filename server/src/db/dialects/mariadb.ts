import { createPool, type Pool } from 'mysql2'

/** Connections of one panel process; the mail daemons have their own. */
const CONNECTIONS = 10

/**
 * A pool for `mysql://user:password@host:port/schema`. Times and numbers come as they are stored; statements see
 * strict SQL mode whatever the server's default, so that nothing is cut to fit silently.
 */
export const mariadbPool = (url: string): Pool => {
  const pool = createPool({
    uri: url,
    connectionLimit: CONNECTIONS,
    connectTimeout: 5000,
    charset: 'utf8mb4_bin',
    dateStrings: true,
    timezone: 'Z',
    // affectedRows counts the rows that a WHERE met, as SQLite does, not only those that changed.
    flags: ['FOUND_ROWS'],
  })
  pool.on('connection', (connection) => {
    connection.query(
      "SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION,ERROR_FOR_DIVISION_BY_ZERO', innodb_lock_wait_timeout = 10",
    )
  })
  return pool
}

export type RunScript = (
  text: string,
  values: readonly (string | number | null)[],
) => Promise<unknown>

/** Runs a compound statement (BEGIN NOT ATOMIC) by the protocol for prepared ones: it is parsed once a connection. */
export const scriptsOn =
  (pool: Pool): RunScript =>
  (text, values) =>
    new Promise((resolve, reject) => {
      pool.execute(text, [...values], (error, results) =>
        error ? reject(error) : resolve(results),
      )
    })
