import { CompiledQuery, type RawBuilder, sql, type Transaction } from 'kysely'
import type { Databases } from './index.ts'
import type { MailSchema } from './schema.ts'

export type MailTransaction = Transaction<MailSchema>

/**
 * A statement that every call of its kind runs, as text: building and compiling it anew costs more than running it.
 * Both databases take `?` for a parameter and backticks around names.
 */
export const prepared =
  <R = unknown>(text: string) =>
  (...values: readonly unknown[]): CompiledQuery<R> =>
    CompiledQuery.raw(text, [...values])

const lock = prepared('select id from mail_totals where id = 1 for update')
const complete = prepared("update audit set outcome = 'done' where id = ?")
const applied = prepared('insert into applied_changes (audit_id, applied_at) values (?, ?)')

/**
 * One change of the look-up tables, whole or not at all. Writers go one after the other: SQLite takes its write lock
 * with BEGIN, on MariaDB everybody locks the row of `mail_totals` first. What is read inside (loops, duplicates across
 * tables) therefore holds until the commit, and no two writers can wait for each other.
 * @param auditId on SQLite stored with the change, so that a crash between the two files is noticed at the next start
 */
export const changeMail = <T>(
  db: Databases,
  auditId: number,
  work: (trx: MailTransaction) => Promise<T>,
): Promise<T> =>
  db.mail.transaction().execute(async (trx) => {
    if (db.kind === 'sqlite') {
      const result = await work(trx)
      await trx.executeQuery(applied(auditId, new Date().toISOString()))
      return result
    }
    await trx.executeQuery(lock())
    const result = await work(trx)
    // One schema, one transaction: the audit row is completed with the change itself.
    await trx.executeQuery(complete(auditId))
    return result
  })

/** The id of a row just inserted. */
export const insertedId = (result: { readonly insertId?: bigint | undefined }): number => {
  if (result.insertId === undefined) throw new Error('The insert gave no id')
  return Number(result.insertId)
}

/**
 * A column as it is searched for a term: MariaDB does not compare ASCII columns with other characters as they are.
 * @param column a name of ours
 */
export const searchable = (column: string, term: string): string =>
  /[^\0-\x7f]/.test(term) ? `cast(${column} as char)` : column

/** Literal substring in any case: `%`, `_`, quotes and backslashes match themselves. */
export const containsAnyCase = (columns: readonly string[], term: string): RawBuilder<boolean> =>
  sql`(${sql.join(
    columns.map(
      (column) =>
        sql`instr(lower(${sql.raw(searchable(column, term))}), ${term.toLowerCase()}) > 0`,
    ),
    sql` or `,
  )})`

/** Splits what would exceed the databases' limits on parameters. */
export const chunks = <T>(items: readonly T[], size = 500): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  )

/** Now, but after `time` by at least a millisecond: each version of a row has its own. */
export const timeAfter = (time: string): string =>
  new Date(Math.max(Date.now(), Date.parse(time) + 1)).toISOString()
