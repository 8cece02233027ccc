import type { SQLOutputValue } from 'node:sqlite'
import type { TraceRow } from '@mc/shared/contract'
import { summaryOf } from './summary.ts'

export const columns = `d.id, m.queue_id, m.message_id, m.sender, d.recipient, d.original, m.client, m.login, d.status,
  d.reason, d.code, d.relay, d.folder, d.filter, m.size_bytes, d.first_at, d.last_at, d.message`

const text = (value: SQLOutputValue | undefined): string | null =>
  typeof value === 'string' ? value : null
const time = (value: SQLOutputValue | undefined): string => new Date(Number(value)).toISOString()

/** A row of the index as it is sent. */
export const toRow = (row: Record<string, SQLOutputValue>): TraceRow => {
  const facts = {
    id: Number(row.id),
    queue_id: text(row.queue_id),
    message_id: text(row.message_id),
    sender: text(row.sender),
    recipient: text(row.recipient),
    original_recipient: text(row.original),
    client: text(row.client),
    // Only the writer fills the column.
    status: String(row.status) as TraceRow['status'],
    reason: text(row.reason),
    code: text(row.code),
    relay: text(row.relay),
    folder: text(row.folder),
    size_bytes: typeof row.size_bytes === 'number' ? row.size_bytes : null,
    first_at: time(row.first_at),
    last_at: time(row.last_at),
  }
  return { ...facts, summary: summaryOf(facts, text(row.filter)) }
}
