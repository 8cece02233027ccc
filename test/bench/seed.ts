import { createHash } from 'node:crypto'
import type { Databases } from '@mc/server/db/index.ts'
import { aliasPart, domainName, localPart } from './names.ts'

export const SIZE = { domains: 1000, mailboxes: 100_000, aliases: 50_000 } as const

const BATCH = 500
const time = (second: number): string =>
  new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString()
const batches = (total: number): number[] =>
  Array.from({ length: total / BATCH }, (_, index) => index * BATCH)
const rows = <R>(from: number, make: (index: number) => R): R[] =>
  Array.from({ length: BATCH }, (_, offset) => make(from + offset))

/** Rows are spread over the domains in turn, so that neighbours in one order are far apart in another. */
const domainOf = (index: number) => ({
  domain_id: (index % SIZE.domains) + 1,
  domain_name: domainName(index % SIZE.domains),
})
const kept = (index: number) => ({
  active: 1,
  created_at: time(index),
  updated_at: time(index),
})

const domain = (index: number) => ({
  id: index + 1,
  name: domainName(index),
  name_unicode: domainName(index),
  users: SIZE.mailboxes / SIZE.domains,
  aliases: SIZE.aliases / SIZE.domains,
  inactive_users: 0,
  inactive_aliases: 0,
  ...kept(index),
})

// Nobody signs in with these: one hash serves all.
const password = `{SSHA512}${Buffer.alloc(80, 7).toString('base64')}`

const mailbox = (index: number) => {
  const where = domainOf(index)
  return {
    ...where,
    email: `${localPart(index)}@${where.domain_name}`,
    password,
    quota_bytes: 0,
    home_id: createHash('md5').update(String(index)).digest('hex'),
    ...kept(index),
  }
}

const alias = (index: number) => {
  const where = domainOf(index)
  return {
    ...where,
    source: `${aliasPart(index)}@${where.domain_name}`,
    destination: `${localPart(index)}@${where.domain_name}`,
    ...kept(index),
  }
}

/** Fills the tables of `mail`, made and empty, with the bench's rows; the counts kept beside them are right. */
export const seed = (db: Databases): Promise<void> =>
  db.mail.transaction().execute(async (trx) => {
    for (const from of batches(SIZE.domains)) {
      await trx.insertInto('domains').values(rows(from, domain)).execute()
    }
    for (const from of batches(SIZE.mailboxes)) {
      await trx.insertInto('mailboxes').values(rows(from, mailbox)).execute()
    }
    for (const from of batches(SIZE.aliases)) {
      await trx.insertInto('aliases').values(rows(from, alias)).execute()
    }
    const { domains, mailboxes: users, aliases } = SIZE
    await trx.updateTable('mail_totals').set({ domains, users, aliases }).execute()
  })
