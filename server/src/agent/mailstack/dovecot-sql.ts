import type { Layout } from '../../layout/index.ts'
import { mariadbNames, sqliteNames } from './lookup-names.ts'
import type { LookupSource } from './lookup-source.ts'
import { dovecotQueries } from './map-queries.ts'

/** Dovecot's queries with its own variable for the login in place of `{user}`. */
export const dovecotSql = (
  layout: Layout,
  lookup: LookupSource,
  release: {
    readonly user: string
    readonly quota: { readonly field: string; readonly value: string }
  },
) => {
  const queries = dovecotQueries(
    lookup.kind === 'sqlite' ? sqliteNames : mariadbNames,
    layout.mail.store,
    layout.mail,
    release.quota,
  )
  const fill = (query: string) => query.replaceAll('{user}', release.user)
  return {
    password: fill(queries.password),
    user: fill(queries.user),
    iterate: queries.iterate,
  }
}

/** Answers of the policy service at RCPT; RFC 3463 X.2.2 and X.2.3. */
export const OVER_QUOTA = '552 5.2.2 Mailbox is full'
export const TOO_LARGE = '552 5.2.3 Message is larger than the mailbox may hold'
