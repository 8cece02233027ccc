import { readFile } from 'node:fs/promises'
import type { MadeKey, MailSettings } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import type { Domains } from './desired.ts'
import { type KeyName, keyFile, wantedHalf } from './dkim-keys.ts'
import { opendkim as word } from './escape.ts'
import { writeAtomic } from './files.ts'
import { renderZones, type ZoneDomain } from './zones.ts'

const PUBLIC_FILE = { mode: 0o644, uid: 0, gid: 0 }

/** @returns whether the file was not like this before */
const writeChanged = async (path: string, text: string): Promise<boolean> => {
  const now = await readFile(path, 'utf8').catch(() => undefined)
  if (now === text) return false
  await writeAtomic(path, text, PUBLIC_FILE)
  return true
}

const nameOf = ({ selector, domain }: KeyName): string =>
  `${word(selector)}._domainkey.${word(domain)}`

/**
 * Both tables whole, the keys before what refers to them. Keys that will sign or have signed stand in the table too:
 * whenever the signer reads, what one file refers to is in the other.
 * @returns whether one of them changed
 */
const writeSigning = async (
  deps: AgentDeps,
  { keys, signing: active }: Pick<Found, 'keys' | 'signing'>,
): Promise<boolean> => {
  const { opendkim } = deps.layout.stack
  const table = keys.map((key) => {
    const file = word(keyFile(deps, key))
    return `${nameOf(key)} ${word(key.domain)}:${word(key.selector)}:${file}\n`
  })
  const signing = active.map((key) => `*@${word(key.domain)} ${nameOf(key)}\n`)
  const first = await writeChanged(opendkim.keyTable, table.join(''))
  const second = await writeChanged(opendkim.signingTable, signing.join(''))
  return first || second
}

interface Found {
  readonly zones: ZoneDomain[]
  /** All that could sign. */
  readonly keys: KeyName[]
  readonly signing: KeyName[]
  readonly unusable: KeyName[]
}

/**
 * What there is of the keys that are wanted. OpenDKIM has one SignatureAlgorithm for all keys and defers every mail of
 * a domain whose key is missing or of another kind, so such a key stays out of the tables: unsigned mail is better
 * than none.
 */
const find = async (deps: AgentDeps, domains: Domains): Promise<Found> => {
  const found: Found = { zones: [], keys: [], signing: [], unusable: [] }
  for (const { name, keys } of domains) {
    const halves: MadeKey[] = []
    for (const { selector, state } of keys) {
      const key = { domain: name, selector }
      const half = await wantedHalf(deps, key)
      if (half) halves.push(half)
      const usable = half?.algorithm === 'rsa'
      if (usable) found.keys.push(key)
      if (state !== 'active') continue
      if (usable) found.signing.push(key)
      else found.unusable.push(key)
    }
    found.zones.push({ domain: name, keys: halves })
  }
  return found
}

const writeZones = async (
  { layout }: AgentDeps,
  settings: MailSettings | undefined,
  zones: readonly ZoneDomain[],
): Promise<boolean> => {
  const { surroundings, unbound } = layout.stack
  // A machine's resolver asks the world.
  if (surroundings === undefined) return false
  return writeChanged(unbound.zones, renderZones(settings, zones, surroundings.resolver))
}

export interface Written {
  /** The daemons that have something to reload. */
  readonly changed: readonly ('opendkim' | 'unbound')[]
  /** Active keys that sign nothing. */
  readonly unusable: KeyName[]
}

/** Writes KeyTable, SigningTable and the private resolver's zones for exactly these domains and keys. */
export const writeDomainTables = async (
  deps: AgentDeps,
  settings: MailSettings | undefined,
  domains: Domains,
): Promise<Written> => {
  const { zones, unusable, ...tables } = await find(
    deps,
    domains.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
  if (unusable.length > 0) deps.log.warn({ unusable }, 'Active DKIM keys that cannot sign')
  const published = await writeZones(deps, settings, zones)
  const signed = await writeSigning(deps, tables)
  return {
    changed: [
      ...(signed ? (['opendkim'] as const) : []),
      ...(published ? (['unbound'] as const) : []),
    ],
    unusable,
  }
}

/** Lets the daemons read them; one that does not run reads them at its start. */
export const reloadTables = async (
  { layout, manager, run, log }: AgentDeps,
  { changed }: Written,
): Promise<void> => {
  const live = (await manager.list()).filter(isUp)
  const isLive = (name: string) =>
    changed.some((one) => one === name) && live.some((program) => program.name === name)
  if (isLive('opendkim')) await manager.signal('opendkim', 'USR1')
  if (!isLive('unbound')) return
  const answer = await run('unbound-control', ['-c', layout.stack.unbound.file, 'reload'])
  if (answer.code === 0) return
  log.warn({ stderr: answer.stderr }, 'unbound was restarted because it could not reload')
  await manager.restart('unbound')
}
