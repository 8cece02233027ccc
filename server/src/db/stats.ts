import type { History } from '@mc/shared/contract'
import { type Insertable, type Kysely, sql } from 'kysely'
import type { PanelSchema } from './schema.ts'

type Db = Kysely<PanelSchema>
export type SampleRow = Insertable<PanelSchema['stats_samples']>
export type FlowRow = Insertable<PanelSchema['mail_flow']>
export type Period = History['period']

/** Seconds that a row stands for: fine ones are kept for a day and a bit, coarse ones for 90 days. */
export const SPAN = { sample: 15, flow: 60, coarse: 900 } as const
const KEEP = { fine: 25 * 3600, coarse: 90 * 86_400 } as const

/** What each period is read from, and the length of one point: at most 120 points, so that an answer stays small. */
const views: Readonly<Record<Period, { coarse: boolean; step: number; points: number }>> = {
  '1h': { coarse: false, step: 60, points: 60 },
  '24h': { coarse: false, step: 900, points: 96 },
  '7d': { coarse: true, step: 5400, points: 112 },
  '90d': { coarse: true, step: 64_800, points: 120 },
}

const means = [
  'cpu',
  'load_average',
  'memory',
  'swap',
  'disk',
  'network_received',
  'network_sent',
  'queue_total',
] as const
const sums = ['mail_in', 'mail_out', 'mail_rejected', 'mail_deferred'] as const
type Column = (typeof means)[number] | (typeof sums)[number]

/** A row of the same moment, by another process of the same machine, is replaced: they say the same. */
export const saveSample = (db: Db, row: SampleRow): Promise<unknown> =>
  db.replaceInto('stats_samples').values(row).execute()

export const saveFlow = async (db: Db, rows: readonly FlowRow[]): Promise<void> => {
  if (rows.length > 0)
    await db
      .replaceInto('mail_flow')
      .values([...rows])
      .execute()
}

/** Whole numbers in both databases: MariaDB's averages are decimals. */
const mean = (column: string) => sql`cast(round(avg(${sql.ref(column)})) as signed)`
const sum = (column: string) => sql`sum(${sql.ref(column)})`

const condense = (db: Db, table: 'stats_samples' | 'mail_flow', span: number, at: number) => {
  const columns: readonly string[] = table === 'mail_flow' ? sums : means
  const how = table === 'mail_flow' ? sum : mean
  return sql`replace into ${sql.table(table)} (span, at, ${sql.join(columns.map((c) => sql.ref(c)))})
    select ${SPAN.coarse}, ${at}, ${sql.join(columns.map(how))} from ${sql.table(table)}
    where span = ${span} and at >= ${at} and at < ${at + SPAN.coarse} having count(*) > 0`.execute(
    db,
  )
}

/** The last quarter of an hour that is condensed already, seconds since 1970; 0 when there is none. */
const lastCoarse = async (db: Db): Promise<number> => {
  const row = await db
    .selectFrom('stats_samples')
    .select(({ fn }) => fn.max('at').as('at'))
    .where('span', '=', SPAN.coarse)
    .executeTakeFirst()
  return Number(row?.at ?? 0)
}

/**
 * Condenses the quarters of an hour before `now` (seconds since 1970) that are over: those that no process was there
 * for, and the last but one again, since counts of mail may come late. Forgets what is too old.
 */
export const rollUp = async (db: Db, now: number): Promise<void> => {
  const last = now - (now % SPAN.coarse) - SPAN.coarse
  const oldest = last - KEEP.fine + (KEEP.fine % SPAN.coarse)
  const first = Math.max(oldest, Math.min(await lastCoarse(db), last - SPAN.coarse))
  for (let at = first; at <= last; at += SPAN.coarse) {
    await condense(db, 'stats_samples', SPAN.sample, at)
    await condense(db, 'mail_flow', SPAN.flow, at)
  }
  for (const table of ['stats_samples', 'mail_flow'] as const) {
    await sql`delete from ${sql.table(table)} where span < ${SPAN.coarse} and at < ${now - KEEP.fine}`.execute(
      db,
    )
    await sql`delete from ${sql.table(table)} where span = ${SPAN.coarse} and at < ${now - KEEP.coarse}`.execute(
      db,
    )
  }
}

type Point = { readonly slot: number } & Readonly<Record<string, number | string | null>>

const pointsOf = async (
  db: Db,
  table: 'stats_samples' | 'mail_flow',
  span: number,
  from: number,
  step: number,
): Promise<ReadonlyMap<number, Point>> => {
  const columns: readonly string[] = table === 'mail_flow' ? sums : means
  const values = columns.map((name) => sql`avg(${sql.ref(name)}) as ${sql.ref(name)}`)
  const { rows } = await sql<Point>`select at - (at % ${step}) as slot, ${sql.join(values)}
    from ${sql.table(table)} where span = ${span} and at >= ${from} group by slot`.execute(db)
  return new Map(rows.map((row) => [Number(row.slot), row]))
}

/** The course of a period up to `now` (seconds since 1970). */
export const readHistory = async (db: Db, period: Period, now: number): Promise<History> => {
  const { coarse, step, points } = views[period]
  const from = now - (now % step) - (points - 1) * step
  const flowSpan = coarse ? SPAN.coarse : SPAN.flow
  const samples = await pointsOf(
    db,
    'stats_samples',
    coarse ? SPAN.coarse : SPAN.sample,
    from,
    step,
  )
  const flow = await pointsOf(db, 'mail_flow', flowSpan, from, step)
  const slots = Array.from({ length: points }, (_, i) => from + i * step)
  const series = (of: ReadonlyMap<number, Point>, column: Column, divisor: number, digits = 0) => {
    const scale = 10 ** digits
    return slots.map((slot) => {
      const value = of.get(slot)?.[column]
      if (value === undefined || value === null) return null
      return Math.round((Number(value) / divisor) * scale) / scale
    })
  }
  const perMinute = (column: Column) => series(flow, column, flowSpan / 60, 1)
  return {
    period,
    from: new Date(from * 1000).toISOString(),
    step_seconds: step,
    cpu_percent: series(samples, 'cpu', 10, 1),
    load: series(samples, 'load_average', 10, 1),
    memory_percent: series(samples, 'memory', 10, 1),
    swap_percent: series(samples, 'swap', 10, 1),
    disk_percent: series(samples, 'disk', 10, 1),
    network_received: series(samples, 'network_received', 1),
    network_sent: series(samples, 'network_sent', 1),
    queue: series(samples, 'queue_total', 1),
    mail_in: perMinute('mail_in'),
    mail_out: perMinute('mail_out'),
    mail_rejected: perMinute('mail_rejected'),
    mail_deferred: perMinute('mail_deferred'),
  }
}
