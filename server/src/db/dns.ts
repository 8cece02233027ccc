import type { Selectable } from 'kysely'
import { isDuplicate } from './errors.ts'
import type { Databases } from './index.ts'
import { chunks } from './portable.ts'
import type { PanelSchema } from './schema.ts'

export type DnsRow = Selectable<PanelSchema['dns_results']>

/** The row of the server itself. */
export const HOST = ''
/** A new domain's records need their time; its first look by itself is this much later. */
const FIRST_LOOK_MS = 30_000

type NewRow = Omit<DnsRow, 'id'>

/** Rows that another process inserts at the same time are as good as ours. */
const insertRows = async (
  { panel }: Pick<Databases, 'panel'>,
  rows: readonly NewRow[],
): Promise<void> => {
  try {
    await panel.insertInto('dns_results').values(rows).execute()
  } catch (error) {
    if (!isDuplicate(error)) throw error
    if (rows.length > 1) for (const row of rows) await insertRows({ panel }, [row])
  }
}

const addRows = async (db: Databases, domains: readonly string[], due_at: string) => {
  const row = {
    status: 'unknown',
    severity: 1,
    findings: '[]',
    checked_at: null,
    due_at,
    claimed_until: null,
  }
  for (const part of chunks(domains, 100)) {
    await insertRows(
      db,
      part.map((domain) => ({ domain, ...row })),
    )
  }
}

/** Forgets what was found of domains, and what was acknowledged of them. */
const dropRows = async ({ panel }: Databases, domains: readonly string[]): Promise<void> => {
  for (const part of chunks(domains)) {
    await panel.deleteFrom('dns_results').where('domain', 'in', part).execute()
    await panel.deleteFrom('dns_acknowledgements').where('domain', 'in', part).execute()
  }
}

/** One row for the server and one for each domain that is there now. */
export const matchDomains = async (db: Databases): Promise<void> => {
  const [domains, rows] = await Promise.all([
    db.mail.selectFrom('domains').select('name').execute(),
    db.panel.selectFrom('dns_results').select('domain').execute(),
  ])
  const wanted = new Set([HOST, ...domains.map(({ name }) => name)])
  const present = new Set(rows.map(({ domain }) => domain))
  const due = new Date(Date.now() + FIRST_LOOK_MS).toISOString()
  await addRows(
    db,
    [...wanted].filter((domain) => !present.has(domain)),
    due,
  )
  await dropRows(
    db,
    [...present].filter((domain) => !wanted.has(domain)),
  )
}

export const dnsRow = ({ panel }: Databases, domain: string): Promise<DnsRow | undefined> =>
  panel.selectFrom('dns_results').selectAll().where('domain', '=', domain).executeTakeFirst()

export const countRows = async ({ panel }: Databases): Promise<number> => {
  const row = await panel
    .selectFrom('dns_results')
    .select((e) => e.fn.countAll().as('n'))
    .executeTakeFirstOrThrow()
  return Number(row.n)
}

export type Outcome = Pick<DnsRow, 'status' | 'severity' | 'findings'>

/** Keeps what a look found. */
export const keepOutcome = async (
  { panel }: Databases,
  domain: string,
  outcome: Outcome,
  times: { readonly checked_at: string; readonly due_at: string },
): Promise<void> => {
  const values = { ...outcome, ...times, claimed_until: null }
  const { numUpdatedRows } = await panel
    .updateTable('dns_results')
    .set(values)
    .where('domain', '=', domain)
    .executeTakeFirstOrThrow()
  if (numUpdatedRows > 0n) return
  await insertRows({ panel }, [{ domain, ...values }])
}

/** Another judgement of what that look found: something was acknowledged. */
export const keepStatus = async (
  { panel }: Databases,
  { domain, checked_at }: { readonly domain: string; readonly checked_at: string },
  judged: Pick<DnsRow, 'status' | 'severity'>,
): Promise<void> => {
  await panel
    .updateTable('dns_results')
    .set(judged)
    .where('domain', '=', domain)
    .where('checked_at', '=', checked_at)
    .execute()
}

/** Takes up to `limit` domains that are due, for this process alone until `until`. */
export const claimDue = async (
  { panel }: Databases,
  limit: number,
  until: Date,
): Promise<string[]> => {
  const now = new Date().toISOString()
  const due = await panel
    .selectFrom('dns_results')
    .select(['id', 'domain', 'claimed_until'])
    .where('due_at', '<=', now)
    .where((e) => e.or([e('claimed_until', 'is', null), e('claimed_until', '<', now)]))
    .orderBy('due_at')
    .orderBy('id')
    .limit(limit)
    .execute()
  const mine: string[] = []
  for (const { id, domain, claimed_until } of due) {
    const { numUpdatedRows } = await panel
      .updateTable('dns_results')
      .set({ claimed_until: until.toISOString() })
      .where('id', '=', id)
      .where('claimed_until', claimed_until === null ? 'is' : '=', claimed_until)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) mine.push(domain)
  }
  return mine
}

/** Public halves of the keys of a domain whose records must stand or will have to. */
export const publishedKeys = ({ panel }: Databases, domain: string) =>
  panel
    .selectFrom('dkim_keys')
    .select(['selector', 'algorithm', 'public_key', 'state'])
    .where('domain', '=', domain)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .execute()

/** When something last changed here that decides what a domain's records must be; `HOST`: of the server's own. */
export const changedAt = async (
  { panel }: Pick<Databases, 'panel'>,
  domain: string,
): Promise<string> => {
  const [setting, key] = await Promise.all([
    panel
      .selectFrom('settings')
      .select((e) => e.fn.max('updated_at').as('at'))
      .where('name', 'in', ['hostname', 'public_addresses'])
      .executeTakeFirst(),
    panel
      .selectFrom('dkim_keys')
      .select((e) => [
        e.fn.max('created_at').as('created'),
        e.fn.max('activated_at').as('activated'),
        e.fn.max('retired_at').as('retired'),
        e.fn.max('removed_at').as('removed'),
      ])
      .where('domain', '=', domain)
      .executeTakeFirst(),
  ])
  const times = [setting?.at, key?.created, key?.activated, key?.retired, key?.removed]
  return times.reduce<string>((last, time) => (time && time > last ? time : last), '')
}

/** What was looked at before the server got another name or address is due now. */
export const markOutdated = async ({ panel }: Databases): Promise<void> => {
  const changed = await changedAt({ panel }, HOST)
  if (changed === '') return
  const now = new Date().toISOString()
  await panel
    .updateTable('dns_results')
    .set({ due_at: now })
    .where('checked_at', '<', changed)
    .where('due_at', '>', now)
    .execute()
}

export interface DnsTrouble {
  /** Empty for the server itself. */
  readonly domain: string
  readonly status: string
}

/**
 * What is red and not acknowledged, worst first: for the dashboard.
 * @returns at most `limit` of them, and how many there are in all
 */
export const dnsTrouble = async (
  { panel }: Databases,
  limit: number,
): Promise<{ readonly worst: DnsTrouble[]; readonly total: number }> => {
  const red = panel.selectFrom('dns_results').where('status', 'in', ['fail', 'missing'])
  const [worst, counted] = await Promise.all([
    red
      .select(['domain', 'status'])
      .orderBy('severity', 'desc')
      .orderBy('domain')
      .limit(limit)
      .execute(),
    red.select((e) => e.fn.countAll().as('n')).executeTakeFirstOrThrow(),
  ])
  return { worst, total: Number(counted.n) }
}
