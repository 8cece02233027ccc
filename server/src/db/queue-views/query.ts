import type { SQLInputValue } from 'node:sqlite'
import type { QueueItem } from '@mc/shared/contract'
import type { ViewAsk, ViewFilter } from './messages.ts'

interface Where {
  readonly where: string
  readonly values: SQLInputValue[]
}

const inWords = (column: string): string =>
  `n in (select n from words where instr(${column}, ?) > 0)`

/** One condition for each member of a filter; every value is a parameter. */
const conditions: {
  readonly [K in keyof Required<ViewFilter>]: (
    value: NonNullable<ViewFilter[K]>,
  ) => readonly [string, SQLInputValue]
} = {
  queue: (value) => ['queue = ?', value],
  sender: (value) => ['sender_key = ?', value.toLowerCase()],
  recipient_domain: (value) => [inWords('domains'), `\n${value.toLowerCase()}\n`],
  reason: (value) => [inWords('reasons'), value.toLowerCase()],
  cause: (value) => ['cause = ?', value],
  older_than: (seconds) => ['arrived_at <= ?', Math.floor(Date.now() / 1000) - seconds],
  queue_ids: (ids) => ['queue_id in (select value from json_each(?))', JSON.stringify(ids)],
  search: (value) => [inWords('addresses'), value.toLowerCase()],
}

const condition = <K extends keyof ViewFilter>(name: K, filter: ViewFilter) => {
  const value = filter[name]
  return value === undefined ? [] : [conditions[name](value)]
}

export const whereOf = (filter: ViewFilter): Where => {
  const parts = [
    ...condition('queue', filter),
    ...condition('sender', filter),
    ...condition('recipient_domain', filter),
    ...condition('reason', filter),
    ...condition('cause', filter),
    ...condition('older_than', filter),
    ...condition('queue_ids', filter),
    ...condition('search', filter),
  ]
  return {
    where: parts.length === 0 ? '' : `where ${parts.map(([text]) => text).join(' and ')}`,
    values: parts.map(([, value]) => value),
  }
}

/** The queue id breaks ties, so that no message is on two pages. */
export const orderOf = ({ sort, dir }: Pick<ViewAsk, 'sort' | 'dir'>): string =>
  `${sort === 'sender' ? 'sender_key' : sort} ${dir}, queue_id ${dir}`

export const keyOf = (filter: ViewFilter): string => {
  const { queue, sender, recipient_domain, reason, cause, older_than, search } = filter
  return JSON.stringify([queue, sender, recipient_domain, reason, cause, older_than, search])
}

const queues = ['incoming', 'active', 'deferred', 'hold', 'maildrop'] as const

/** A row as the API gives it. The table holds what this folder wrote. */
export const itemOf = (row: Record<string, unknown>): QueueItem => ({
  queue_id: String(row.queue_id),
  queue: queues.find((name) => name === row.queue) ?? 'deferred',
  sender: String(row.sender),
  recipients: JSON.parse(String(row.recipients)) as QueueItem['recipients'],
  recipients_total: Number(row.recipients_total),
  size_bytes: Number(row.size_bytes),
  arrived_at: new Date(Number(row.arrived_at) * 1000).toISOString(),
  forced_expire: row.forced_expire === 1,
  cause: typeof row.cause === 'string' ? row.cause : null,
})
