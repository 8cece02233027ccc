import { randomBytes } from 'node:crypto'
import type { BodyOf, QueryOf, User } from '@mc/shared/contract'
import { databaseFault } from '../../db/errors.ts'
import type { Selection } from '../../db/list.ts'
import {
  type DomainRow,
  domainById,
  filterDomain,
  insertMailboxRow,
  isAliasSource,
  type MailboxRow,
} from '../../db/mail-rows.ts'
import { insertMailboxAtOnce } from '../../db/mailbox-at-once.ts'
import { type PageOf, readAll, readPage } from '../../db/page.ts'
import { changeMail } from '../../db/portable.ts'
import type { Deed, Deps } from '../../deps.ts'
import { AppError, invalid } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { addressIsAlias, noDomain, userExists } from '../../http/mail-faults.ts'
import { visibleDomains } from '../../http/visible.ts'
import { type MailAddress, parseMailboxAddress } from '../../lib/mail-addresses.ts'
import { passwordFault } from '../../lib/password.ts'
import { ssha512 } from '../../lib/ssha512.ts'
import { knownTotal, listed, type NewMailbox, toWire, type UserRow, userById } from './store.ts'

type Query = QueryOf<'GET /users'>
/** What lists and the export filter by. */
export type Filter = Pick<Query, 'search' | 'domain' | 'active' | 'sort' | 'dir'>

export const notFound = (): AppError =>
  new AppError('user_not_found', 'There is no such mailbox; it may have been deleted.')

const selectionOf = (caller: Caller, query: Filter, domain: DomainRow | undefined): Selection => ({
  sort: query.sort ?? 'email',
  dir: query.dir ?? 'asc',
  search: query.search,
  filter: {
    domain_id: domain?.id,
    active: query.active === undefined ? undefined : Number(query.active),
  },
  within: { column: 'domain_id', ids: visibleDomains(caller, 'users') },
})

export const list = async (deps: Deps, caller: Caller, query: Query): Promise<PageOf<User>> => {
  const at = { page: query.page ?? 1, pageSize: query.pageSize ?? 20 }
  const domain = await filterDomain(deps.db.mail, query.domain)
  if (domain === null) return { data: [], total: 0, ...at }
  const ask = selectionOf(caller, query, domain)
  const known = await knownTotal(deps.db, ask, domain, query.active)
  const found = await readPage<UserRow>(deps.db, listed, ask, at, known)
  return { ...found, data: found.data.map(toWire) }
}

export async function* all(deps: Deps, caller: Caller, query: Filter): AsyncGenerator<User[]> {
  const domain = await filterDomain(deps.db.mail, query.domain)
  if (domain === null) return
  const ask = selectionOf(caller, query, domain)
  const key = query.sort ?? 'email'
  for await (const rows of readAll<UserRow>(deps.db, listed, ask, (row) => row[key])) {
    yield rows.map(toWire)
  }
}

/** @throws AppError user_not_found */
export const find = async (deps: Deps, id: number): Promise<MailboxRow> => {
  const row = await userById(deps.db.mail, id)
  if (!row) throw notFound()
  return row
}

export const checkPassword = (password: string, address: MailAddress): void => {
  const why = passwordFault(password, [address.address, address.local])
  if (why) throw invalid('password', why)
}

/** A row for a new mailbox: its home is an opaque id, so a re-made address never finds old mail. */
export const newMailbox = (
  domain: Pick<DomainRow, 'id' | 'name'>,
  email: string,
  hash: string,
  more: { readonly quota_bytes?: number | undefined; readonly active?: boolean | undefined },
): NewMailbox => {
  const now = new Date().toISOString()
  return {
    domain_id: domain.id,
    domain_name: domain.name,
    email,
    password: hash,
    quota_bytes: more.quota_bytes ?? 0,
    active: more.active === false ? 0 : 1,
    home_id: randomBytes(16).toString('hex'),
    created_at: now,
    updated_at: now,
  }
}

/** Failures of the insert in words. */
const refine = (error: unknown, address: string): unknown => {
  const fault = databaseFault(error)
  if (fault === 'duplicate') return userExists(address)
  return fault === 'foreign_key' ? noDomain() : error
}

/** With the audit row first and each check by itself, so that a refusal says why. */
const createInSteps = async (
  deps: Deps,
  caller: Caller,
  deed: Deed,
  box: NewMailbox,
): Promise<number> => {
  const { email } = box
  const domain = await domainById(deps.db.mail, box.domain_id)
  if (!domain) throw noDomain()
  if (domain.name !== box.domain_name)
    throw invalid('email', `must be in the domain ${domain.name}`)
  return deps.audit.record(caller, deed, (auditId) =>
    changeMail(deps.db, auditId, async (trx) => {
      if (await isAliasSource(trx, email)) throw addressIsAlias(email)
      return insertMailboxRow(trx, box)
    }).catch((error: unknown) => {
      throw refine(error, email)
    }),
  )
}

export const create = async (
  deps: Deps,
  caller: Caller,
  body: BodyOf<'POST /users'>,
): Promise<User> => {
  const parsed = parseMailboxAddress(body.email)
  if (!parsed.ok) throw invalid('email', parsed.why)
  const { address, domain: name } = parsed.value
  checkPassword(body.password, parsed.value)
  const box = newMailbox({ id: body.domain_id, name }, address, ssha512(body.password), body)
  const { quota_bytes, active } = box
  const deed = {
    action: 'user.create',
    target: address,
    after: { email: address, quota_bytes, active: active === 1 },
  }
  const id =
    (await insertMailboxAtOnce(deps.db, box, deps.audit.row(caller, deed))) ??
    (await createInSteps(deps, caller, deed, box))
  return toWire({ id, ...box })
}
