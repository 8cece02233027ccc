import type { Scopes } from '@mc/shared/contract'
import { words } from '../../words/tokens.ts'

const own = words.tokens

/** What a token can be let into, in the order of the page. */
export const resources = [
  'domains',
  'users',
  'aliases',
  'queue',
  'dkim',
  'dns',
  'services',
  'logs',
  'stats',
  'settings',
] as const
export type TokenResource = (typeof resources)[number]
export type Mode = 'none' | 'read' | 'write'
export type Chosen = Readonly<Record<TokenResource, Mode>>

export const fromScopes = (scopes: Scopes): Chosen => ({
  domains: scopes.domains ?? 'none',
  users: scopes.users ?? 'none',
  aliases: scopes.aliases ?? 'none',
  queue: scopes.queue ?? 'none',
  dkim: scopes.dkim ?? 'none',
  dns: scopes.dns ?? 'none',
  services: scopes.services ?? 'none',
  logs: scopes.logs ?? 'none',
  stats: scopes.stats ?? 'none',
  settings: scopes.settings ?? 'none',
})

export const nothing: Chosen = fromScopes({})

const readOnly: ReadonlySet<TokenResource> = new Set(['logs', 'stats'])

/** What has nothing to write can only be read. */
export const modesOf = (resource: TokenResource): readonly Mode[] =>
  readOnly.has(resource) ? ['none', 'read'] : ['none', 'read', 'write']

const atMostRead = (mode: Mode) => (mode === 'none' ? 'none' : 'read')

export const toScopes = ({ logs, stats, ...rest }: Chosen): Scopes => ({
  ...rest,
  logs: atMostRead(logs),
  stats: atMostRead(stats),
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
