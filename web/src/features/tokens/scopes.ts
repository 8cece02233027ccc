import type { Scopes } from '@mc/shared/contract'
import { words } from '../../words/index.ts'

const own = words.tokens

/** What a token can be let into, in the order of the page. */
export const resources = ['domains', 'users', 'aliases', 'settings', 'stats'] as const
export type TokenResource = (typeof resources)[number]
export type Mode = 'none' | 'read' | 'write'
export type Chosen = Readonly<Record<TokenResource, Mode>>

export const nothing: Chosen = {
  domains: 'none',
  users: 'none',
  aliases: 'none',
  settings: 'none',
  stats: 'none',
}

/** Figures can only be read. */
export const modesOf = (resource: TokenResource): readonly Mode[] =>
  resource === 'stats' ? ['none', 'read'] : ['none', 'read', 'write']

export const fromScopes = (scopes: Scopes): Chosen => ({
  domains: scopes.domains ?? 'none',
  users: scopes.users ?? 'none',
  aliases: scopes.aliases ?? 'none',
  settings: scopes.settings ?? 'none',
  stats: scopes.stats ?? 'none',
})

export const toScopes = ({ stats, ...rest }: Chosen): Scopes => ({
  ...rest,
  stats: stats === 'none' ? 'none' : 'read',
})

export const scopesProblem = (chosen: Chosen): string | undefined =>
  resources.some((resource) => chosen[resource] !== 'none') ? undefined : own.scopesNone

/** `Domains: read, Mailboxes: read and change` */
export const scopesText = (scopes: Scopes): string => {
  const chosen = fromScopes(scopes)
  const parts = resources
    .filter((resource) => chosen[resource] !== 'none')
    .map((resource) => `${own.resources[resource]}: ${own.modes[chosen[resource]]}`)
  return parts.length > 0 ? parts.join(' · ') : own.noScopes
}
