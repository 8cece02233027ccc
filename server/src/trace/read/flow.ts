import type { DatabaseSync } from 'node:sqlite'
import type { FlowMinute } from '../index.ts'

/** @param from milliseconds since 1970 */
export const flow = (db: DatabaseSync, from: number, to: number): FlowMinute[] =>
  db
    .prepare('select * from flow where minute >= ? and minute < ? order by minute')
    .all(from, to)
    .map(({ minute, received, delivered, rejected, deferred }) => ({
      at: new Date(Number(minute)).toISOString(),
      in: Number(received),
      out: Number(delivered),
      rejected: Number(rejected),
      deferred: Number(deferred),
    }))
