import type { DatabaseSync } from 'node:sqlite'
import type { MailLine, QueryOf, ReplyOf } from '@mc/shared/contract'
import { logLevels } from '@mc/shared/contract/trace'
import { BLOCK_LINES, serviceBit, unpackLines, unpackText } from '../blocks.ts'
import { undelta } from '../messages.ts'
import { type LogLine, levelOf, queueIdOf } from '../parse/line.ts'
import { ingestState } from './ingest-state.ts'

type Query = QueryOf<'GET /logs/mail'>

/** A search may look this long before it says how far it has come. */
const PATIENCE_MS = 400

const toLine = (line: LogLine, id: number): MailLine => ({
  id,
  timestamp: new Date(line.at).toISOString(),
  host: line.host,
  service: line.service,
  pid: line.pid,
  level: logLevels[levelOf(line)],
  queue_id: queueIdOf(line),
  message: line.text,
})

const isService = (name: string, wanted: string): boolean =>
  name === wanted || name.startsWith(`${wanted}/`)

interface Filter {
  /** Whether a block can hold what is wanted, by its text in lower case. */
  readonly block: (lowered: () => string) => boolean
  readonly line: (line: LogLine) => boolean
  readonly level: number
  /** Bits of the services; undefined for all. */
  readonly services: number | undefined
}

const filterOf = (query: Query, services: readonly { id: number; name: string }[]): Filter => {
  const search = query.search?.toLowerCase()
  const { service, queue_id } = query
  const level = query.level === undefined ? 0 : logLevels.indexOf(query.level)
  const from = query.from === undefined ? Number.NEGATIVE_INFINITY : Date.parse(query.from)
  const to = query.to === undefined ? Number.POSITIVE_INFINITY : Date.parse(query.to)
  const texts = [search, queue_id?.toLowerCase()].filter((one) => one !== undefined && one !== '')
  return {
    level,
    services:
      service === undefined
        ? undefined
        : services
            .filter(({ name }) => isService(name, service))
            .reduce((bits, { id }) => bits | serviceBit(id), 0),
    block: (lowered) => texts.every((one) => lowered().includes(one ?? '')),
    line: (line) =>
      line.at >= from &&
      line.at <= to &&
      (service === undefined || isService(line.service, service)) &&
      levelOf(line) >= level &&
      (queue_id === undefined || queueIdOf(line) === queue_id) &&
      (!search || `${line.service} ${line.text}`.toLowerCase().includes(search)),
  }
}

/** Blocks that hold lines of a queue id: its messages know their lines. All blocks but the last are full. */
const blocksOfQueueId = (db: DatabaseSync, queueId: string): number[] => {
  const messages = db
    .prepare('select lines from message where id in (select message from queue where queue_id = ?)')
    .all(queueId)
  const firsts = messages
    .flatMap(({ lines: text }) => undelta(String(text)))
    .map((number) => number - ((number - 1) % BLOCK_LINES))
  return [...new Set(firsts)]
}

/** Blocks before a line, newest first, that can hold what is wanted. */
const blocksBefore = (db: DatabaseSync, query: Query, filter: Filter, before: number) => {
  const parts = ['first < ?', 'level >= ?']
  const values: number[] = [before, filter.level]
  if (query.from !== undefined) {
    parts.push('to_at >= ?')
    values.push(Date.parse(query.from))
  }
  if (query.to !== undefined) {
    parts.push('from_at <= ?')
    values.push(Date.parse(query.to))
  }
  if (filter.services !== undefined) {
    parts.push('(services & ?) != 0')
    values.push(filter.services)
  }
  if (query.queue_id !== undefined) {
    const firsts = blocksOfQueueId(db, query.queue_id)
    parts.push(`first in (${firsts.map(() => '?').join(', ')})`)
    values.push(...firsts)
  }
  return db
    .prepare(
      `select first, from_at, data from block where ${parts.join(' and ')} order by first desc`,
    )
    .iterate(...values)
}

/** Lines of the block that pass, newest first. */
const linesIn = (data: unknown, first: number, before: number, filter: Filter): MailLine[] => {
  if (!(data instanceof Uint8Array)) return []
  const text = unpackText(data)
  let lowered: string | undefined
  const isPossible = filter.block(() => {
    lowered ??= text.toLowerCase()
    return lowered
  })
  if (!isPossible) return []
  const found: MailLine[] = []
  const all = unpackLines(text)
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const line = all[index]
    if (line && first + index < before && filter.line(line)) {
      found.push(toLine(line, first + index))
    }
  }
  return found
}

/**
 * Lines of the log, newest first. Without an index over words a rare one is looked for block by block, for a limited
 * time: the answer then holds what was found and where to go on.
 */
export const lines = (db: DatabaseSync, query: Query): ReplyOf<'GET /logs/mail'> => {
  const { pageSize = 100, before = Number.MAX_SAFE_INTEGER } = query
  const services = db
    .prepare('select id, name from service order by name')
    .all()
    .map(({ id, name }) => ({ id: Number(id), name: String(name) }))
  const filter = filterOf(query, services)
  const end = performance.now() + PATIENCE_MS
  const data: MailLine[] = []
  let more = false
  let at = before
  let searchedTo: number | null = null
  for (const block of blocksBefore(db, query, filter, before)) {
    if (data.length > pageSize || performance.now() > end) {
      more = true
      break
    }
    data.push(...linesIn(block.data, Number(block.first), before, filter))
    at = Number(block.first)
    searchedTo = Number(block.from_at)
  }
  const shown = data.slice(0, pageSize)
  if (data.length > pageSize) {
    more = true
    at = shown.at(-1)?.id ?? at
    searchedTo = Date.parse(shown.at(-1)?.timestamp ?? '')
  }
  return {
    data: shown,
    more,
    before: more ? at : null,
    searched_to: searchedTo === null ? null : new Date(searchedTo).toISOString(),
    services: services.map(({ name }) => name),
    ingest: ingestState(db),
  }
}

/** Lines after one, oldest first: the newest `limit` of them. */
export const linesAfter = (
  db: DatabaseSync,
  after: number | undefined,
  limit: number,
): { lines: MailLine[]; last: number } => {
  const last = Number(db.prepare('select line from position').get()?.line ?? 0)
  if (after === undefined || last <= after) return { lines: [], last }
  const from = Math.max(after, last - limit)
  const blocks = db
    .prepare('select first, data from block where first > ? order by first')
    .all(from - BLOCK_LINES)
  const found = blocks.flatMap(({ first, data }) =>
    data instanceof Uint8Array
      ? unpackLines(unpackText(data)).map((line, index) => toLine(line, Number(first) + index))
      : [],
  )
  return { lines: found.filter(({ id }) => id > from && id <= last), last }
}
