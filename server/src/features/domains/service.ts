import type { BodyOf, Domain, QueryOf } from '@mc/shared/contract'
import { isDuplicate } from '../../db/errors.ts'
import type { Selection } from '../../db/list.ts'
import { type DomainRow, domainById } from '../../db/mail-rows.ts'
import { type PageOf, readAll, readPage } from '../../db/page.ts'
import { changeMail } from '../../db/portable.ts'
import { readSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import type { Precondition } from '../../http/etag.ts'
import { visibleDomains } from '../../http/visible.ts'
import { type DomainName, parseDomainName } from '../../lib/domain-names.ts'
import { endSessionsOf } from './sessions.ts'
import { insertDomain, knownTotal, listed, setActive, toWire } from './store.ts'

type Query = QueryOf<'GET /domains'>

export const notFound = (): AppError =>
  new AppError('domain_not_found', 'There is no such domain; it may have been deleted.')

const selectionOf = (caller: Caller, query: Query): Selection => ({
  sort: query.sort ?? 'name',
  dir: query.dir ?? 'asc',
  search: query.search,
  filter: { active: query.active === undefined ? undefined : Number(query.active) },
  within: { column: 'id', ids: visibleDomains(caller, 'domains') },
})

export const list = async (deps: Deps, caller: Caller, query: Query): Promise<PageOf<Domain>> => {
  const ask = selectionOf(caller, query)
  const at = { page: query.page ?? 1, pageSize: query.pageSize ?? 20 }
  const known = await knownTotal(deps.db, ask, query.active)
  const found = await readPage<DomainRow>(deps.db, listed, ask, at, known)
  return { ...found, data: found.data.map(toWire) }
}

export async function* all(deps: Deps, caller: Caller, query: Query): AsyncGenerator<Domain[]> {
  const ask = selectionOf(caller, query)
  const key = query.sort ?? 'name'
  for await (const rows of readAll<DomainRow>(deps.db, listed, ask, (row) => row[key])) {
    yield rows.map(toWire)
  }
}

/** @throws AppError domain_not_found */
export const find = async (deps: Deps, id: number): Promise<DomainRow> => {
  const row = await domainById(deps.db.mail, id)
  if (!row) throw notFound()
  return row
}

const nameFrom = async (deps: Deps, given: string): Promise<DomainName> => {
  const parsed = parseDomainName(given)
  if (!parsed.ok) throw invalid('name', parsed.why)
  const { values } = await readSettings(deps.db.panel)
  if (parsed.value.name === values.hostname) {
    throw invalid('name', "must not be the server's own host name, which receives its system mail")
  }
  return parsed.value
}

export const create = async (
  deps: Deps,
  caller: Caller,
  body: BodyOf<'POST /domains'>,
): Promise<Domain> => {
  const domain = await nameFrom(deps, body.name)
  const deed = { action: 'domain.create', target: domain.name, after: { name: domain.name } }
  const id = await deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, (trx) => insertDomain(trx, domain)).catch((error: unknown) => {
      if (!isDuplicate(error)) throw error
      throw new AppError('domain_exists', `The domain ${domain.unicode} exists already.`)
    }),
  )
  // Awaited, so that the first mail from it finds its key.
  await deps.machine.domainsChanged()
  return toWire(await find(deps, id))
}

export const update = async (
  deps: Deps,
  caller: Caller,
  id: number,
  changes: BodyOf<'PATCH /domains/{id}'>,
  precondition: Precondition,
): Promise<Domain> => {
  const before = await find(deps, id)
  const deed = {
    action: 'domain.update',
    target: before.name,
    before: { active: before.active === 1 },
    after: changes,
  }
  const after = await deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      const row = await domainById(trx, id)
      if (!row) throw notFound()
      precondition(toWire(row))
      await setActive(trx, row, changes.active)
      return domainById(trx, id)
    }),
  )
  if (!after) throw notFound()
  if (!changes.active) endSessionsOf(deps, [id])
  return toWire(after)
}
