import type { Alias, BodyOf, QueryOf } from '@mc/shared/contract'
import { databaseFault } from '../../db/errors.ts'
import type { Selection } from '../../db/list.ts'
import { type AliasRow, type DomainRow, domainById, filterDomain } from '../../db/mail-rows.ts'
import { type PageOf, readAll, readPage } from '../../db/page.ts'
import { changeMail, timeAfter } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { noDomain } from '../../http/mail-faults.ts'
import { visibleDomains } from '../../http/visible.ts'
import { parseAliasSource, parseDestination } from '../../lib/mail-addresses.ts'
import { judge, loopFault, type Warnings } from './judge.ts'
import { aliasById, insertAlias, knownTotal, listed, toWire, updateAlias } from './store.ts'

type Query = QueryOf<'GET /aliases'>
type Reply = Alias & { warnings?: Warnings }

export const notFound = (): AppError =>
  new AppError('alias_not_found', 'There is no such alias; it may have been deleted.')

/** What no row has when it is no address. */
const destinationKey = (given: string): string => {
  const parsed = parseDestination(given)
  return parsed.ok ? parsed.value.address : ''
}

const selectionOf = (caller: Caller, query: Query, domain: DomainRow | undefined): Selection => ({
  sort: query.sort ?? 'source',
  dir: query.dir ?? 'asc',
  search: query.search,
  filter: {
    domain_id: domain?.id,
    destination: query.destination === undefined ? undefined : destinationKey(query.destination),
    active: query.active === undefined ? undefined : Number(query.active),
  },
  within: { column: 'domain_id', ids: visibleDomains(caller, 'aliases') },
})

export const list = async (deps: Deps, caller: Caller, query: Query): Promise<PageOf<Alias>> => {
  const at = { page: query.page ?? 1, pageSize: query.pageSize ?? 20 }
  const domain = await filterDomain(deps.db.mail, query.domain)
  if (domain === null) return { data: [], total: 0, ...at }
  const ask = selectionOf(caller, query, domain)
  const known = await knownTotal(deps.db, ask, domain, query.active)
  const found = await readPage<AliasRow>(deps.db, listed, ask, at, known)
  return { ...found, data: found.data.map(toWire) }
}

export async function* all(deps: Deps, caller: Caller, query: Query): AsyncGenerator<Alias[]> {
  const domain = await filterDomain(deps.db.mail, query.domain)
  if (domain === null) return
  const ask = selectionOf(caller, query, domain)
  const key = query.sort ?? 'source'
  for await (const rows of readAll<AliasRow>(deps.db, listed, ask, (row) => row[key])) {
    yield rows.map(toWire)
  }
}

/** @throws AppError alias_not_found */
export const find = async (deps: Deps, id: number): Promise<AliasRow> => {
  const row = await aliasById(deps.db.mail, id)
  if (!row) throw notFound()
  return row
}

/** Both ends in the form that is stored. @throws AppError validation_failed, alias_loop for source = destination */
const ends = (given: { source: string; destination: string }) => {
  const source = parseAliasSource(given.source)
  if (!source.ok) throw invalid('source', source.why)
  const destination = parseDestination(given.destination)
  if (!destination.ok) throw invalid('destination', destination.why)
  const from = source.value.address
  const to = destination.value.address
  if (from === to) throw loopFault([from, to])
  return { source: from, destination: to, sourceDomain: source.value.domain }
}

const mustBeIn = (sourceDomain: string, domainName: string): void => {
  if (sourceDomain !== domainName) throw invalid('source', `must be in the domain ${domainName}`)
}

/** Failures of writing the row in words. */
const refine = (error: unknown, source: string, destination: string): unknown => {
  const fault = databaseFault(error)
  if (fault === 'foreign_key') return noDomain()
  if (fault !== 'duplicate') return error
  return new AppError('alias_exists', `The alias ${source} → ${destination} exists already.`)
}

const withWarnings = (row: AliasRow, warnings: Warnings): Reply =>
  warnings.length > 0 ? { ...toWire(row), warnings } : toWire(row)

const visible = ({ source, destination, active }: AliasRow | Omit<AliasRow, 'id'>) => ({
  source,
  destination,
  active: active === 1,
})

export const create = async (
  deps: Deps,
  caller: Caller,
  body: BodyOf<'POST /aliases'>,
): Promise<Reply> => {
  const { source, destination, sourceDomain } = ends(body)
  const domain = await domainById(deps.db.mail, body.domain_id)
  if (!domain) throw noDomain()
  mustBeIn(sourceDomain, domain.name)
  const now = new Date().toISOString()
  const alias = {
    domain_id: domain.id,
    domain_name: domain.name,
    source,
    destination,
    active: body.active === false ? 0 : 1,
    created_at: now,
    updated_at: now,
  }
  const deed = { action: 'alias.create', target: source, after: visible(alias) }
  return deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const id = await insertAlias(trx, alias)
      const warnings = await judge(trx, source, destination)
      return withWarnings({ id, ...alias }, warnings)
    }).catch((error: unknown) => {
      throw refine(error, source, destination)
    }),
  )
}

export const update = async (
  deps: Deps,
  caller: Caller,
  id: number,
  changes: BodyOf<'PATCH /aliases/{id}'>,
  precondition: Precondition,
): Promise<Reply> => {
  const before = await find(deps, id)
  const { source, destination, sourceDomain } = ends({
    source: changes.source ?? before.source,
    destination: changes.destination ?? before.destination,
  })
  mustBeIn(sourceDomain, before.domain_name)
  const active = changes.active === undefined ? before.active : Number(changes.active)
  const after = { ...before, source, destination, active }
  const deed = {
    action: 'alias.update',
    target: before.source,
    before: visible(before),
    after: visible(after),
  }
  return deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const now = await aliasById(trx, id)
      if (!now) throw notFound()
      precondition(toWire(now))
      const written = { ...after, updated_at: timeAfter(now.updated_at) }
      await updateAlias(trx, now, written)
      return withWarnings(written, await judge(trx, source, destination))
    }).catch((error: unknown) => {
      throw refine(error, source, destination)
    }),
  )
}
