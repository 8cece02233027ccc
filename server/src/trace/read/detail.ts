import type { DatabaseSync } from 'node:sqlite'
import type { TraceDetail, TraceStep } from '@mc/shared/contract'
import { unpackLines, unpackText } from '../blocks.ts'
import { undelta } from '../messages.ts'
import type { LogLine } from '../parse/line.ts'
import { columns, toRow } from './rows.ts'
import { isTelling, stepOf } from './steps.ts'

/** The lines of some numbers, in order; those that are forgotten are left out. */
const linesOf = (db: DatabaseSync, numbers: readonly number[]): LogLine[] => {
  const find = db.prepare(
    'select first, data from block where first <= ? order by first desc limit 1',
  )
  let first = 0
  let block: LogLine[] = []
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .flatMap((number) => {
      if (number < first || number >= first + block.length) {
        const row = find.get(number)
        first = Number(row?.first ?? 0)
        block = row?.data instanceof Uint8Array ? unpackLines(unpackText(row.data)) : []
      }
      return block[number - first] ?? []
    })
}

const stepsOf = (db: DatabaseSync, lines: unknown): TraceStep[] =>
  linesOf(db, undelta(String(lines)))
    .filter(isTelling)
    .map(stepOf)

export const detail = (db: DatabaseSync, id: number): TraceDetail | undefined => {
  const row = db
    .prepare(
      `select ${columns}, m.lines, m.related from delivery d join message m on m.id = d.message where d.id = ?`,
    )
    .get(id)
  if (!row) return undefined
  return {
    ...toRow(row),
    timeline: stepsOf(db, row.lines),
    // Only the writer fills the column.
    related: JSON.parse(String(row.related)) as TraceDetail['related'],
  }
}

export const history = (db: DatabaseSync, queueId: string): TraceStep[] => {
  const row = db
    .prepare(
      'select lines from message where id = (select max(message) from queue where queue_id = ?)',
    )
    .get(queueId)
  return row ? stepsOf(db, row.lines) : []
}
