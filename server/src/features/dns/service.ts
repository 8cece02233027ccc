import type { DnsReply, QueryOf } from '@mc/shared/contract'
import { type DnsRow, dnsRow, HOST } from '../../db/dns.ts'
import { domainByName } from '../../db/mail-rows.ts'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { parseDomainName } from '../../lib/domain-names.ts'
import { recordsOfRow, toWire } from '../../plugins/dns/judged.ts'
import { acknowledgedIn, anyGone, pageOfRows } from './store.ts'

type Rows = readonly Pick<DnsRow, 'domain' | 'findings' | 'checked_at'>[]

/** @returns the name as the tables have it. @throws AppError for what is no name, or none of ours */
export const ownDomain = async (deps: Deps, given: string): Promise<string> => {
  const parsed = parseDomainName(given)
  if (!parsed.ok) throw invalid('domain', parsed.why)
  const { name } = parsed.value
  if (!(await domainByName(deps.db.mail, name))) {
    throw new AppError('domain_not_found', `There is no domain ${given} here.`)
  }
  return name
}

const never = (domain: string): Rows[number] => ({ domain, findings: '[]', checked_at: null })

/** Rows as they are answered, with the server's own beside them. */
const answer = async (deps: Deps, rows: Rows, withRecords = true) => {
  const { db } = deps
  const [hostRow = never(HOST), { values }, of] = await Promise.all([
    dnsRow(db, HOST),
    readSettings(db.panel),
    acknowledgedIn(db, [HOST, ...rows.map(({ domain }) => domain)]),
  ])
  const host = recordsOfRow(hostRow, of(HOST), 'host')
  const data = rows
    .map((row) => toWire(row, recordsOfRow(row, of(row.domain), 'domain'), host))
    .map((row) => (withRecords ? row : { ...row, records: [] }))
  const times = rows.flatMap(({ checked_at }) => (checked_at === null ? [] : [checked_at]))
  return {
    data,
    checked_at: times.sort().at(-1) ?? null,
    host: toWire({ domain: values.hostname, checked_at: hostRow.checked_at }, host, []),
  }
}

/** Domains as last looked at, a page at a time; looks at nothing. */
export const list = async (deps: Deps, query: QueryOf<'GET /dns'>): Promise<DnsReply> => {
  await deps.dns.match()
  const names = ({ data }: { data: Rows }) => data.map(({ domain }) => domain)
  let found = await pageOfRows(deps.db, query)
  if (await anyGone(deps.db, names(found))) {
    await deps.dns.match('thoroughly')
    found = await pageOfRows(deps.db, query)
  }
  const { data, ...page } = found
  return { ...(await answer(deps, data, query.records !== false)), ...page }
}

/** What is kept of a domain, without looking. */
export const single = async (deps: Deps, name: string): Promise<DnsReply> => {
  const row = (await dnsRow(deps.db, name)) ?? never(name)
  return { ...(await answer(deps, [row])), total: 1, page: 1, pageSize: 1 }
}

/** One domain; looked at before when that was never done, or more than an hour ago. */
export const one = async (deps: Deps, given: string): Promise<DnsReply> => {
  const name = await ownDomain(deps, given)
  await Promise.all([deps.dns.refresh(name), deps.dns.refresh(HOST)])
  return single(deps, name)
}

/** Looks now. */
export const check = async (deps: Deps, caller: Caller, given: string): Promise<DnsReply> => {
  const name = await ownDomain(deps, given)
  return deps.audit.record(caller, { action: 'dns.check', target: name }, async () => {
    await Promise.all([deps.dns.check(name), deps.dns.check(HOST)])
    return single(deps, name)
  })
}
