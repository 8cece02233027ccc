import { type RawBuilder, sql } from 'kysely'
import type { DatabaseKind } from '../kind.ts'

type Part = RawBuilder<unknown>

/** Column types by what they hold, so that both databases compare, sort and refuse alike. */
export interface Columns {
  readonly id: Part
  readonly int: Part
  /** 0 or 1. */
  readonly flag: Part
  /** RFC 3339, UTC, milliseconds: 24 characters, sorts as text. */
  readonly time: Part
  /** Lower-case ASCII compared by bytes: names, addresses, digests. */
  readonly ascii: (length: number) => Part
  /** The same where a look-up may come in any case. */
  readonly folded: (length: number) => Part
  /** Any Unicode, compared by bytes. */
  readonly text: (length: number) => Part
  /** JSON and other long text, never searched by index. */
  readonly long: Part
  readonly end: Part
}

const sqlite: Columns = {
  id: sql`integer primary key autoincrement`,
  int: sql`integer`,
  flag: sql`integer`,
  time: sql`text`,
  ascii: () => sql`text`,
  folded: () => sql`text collate nocase`,
  text: () => sql`text`,
  long: sql`text`,
  end: sql``,
}

// NOPAD: the usual collations hold 'a' and 'a ' for the same. Rows are lower case, and so are the keys that Postfix
// and Dovecot ask with, so bytes may be compared.
const ascii = (length: number): Part =>
  sql`varchar(${sql.lit(length)}) character set ascii collate ascii_nopad_bin`

const mariadb: Columns = {
  id: sql`bigint primary key auto_increment`,
  int: sql`bigint`,
  flag: sql`tinyint`,
  time: ascii(24),
  ascii,
  folded: ascii,
  text: (length) =>
    sql`varchar(${sql.lit(length)}) character set utf8mb4 collate utf8mb4_nopad_bin`,
  long: sql`mediumtext character set utf8mb4 collate utf8mb4_nopad_bin`,
  end: sql`engine = InnoDB default character set utf8mb4 collate utf8mb4_nopad_bin`,
}

export const columns: Readonly<Record<DatabaseKind, Columns>> = { sqlite, mariadb }
