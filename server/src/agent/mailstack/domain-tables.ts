import { readFile } from 'node:fs/promises'
import type { MadeKey, MailSettings } from '@mc/shared/ops'
import type { AgentDeps, TableReader } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import type { Domains } from './desired.ts'
import { type KeyName, keyFile, wantedHalf } from './dkim-keys.ts'
import { opendkim as word } from './escape.ts'
import { writeAtomic } from './files.ts'
import { renderZones, type ZoneDomain } from './zones.ts'

const PUBLIC_FILE = { mode: 0o644, uid: 0, gid: 0 }

/** What stands already is not written again; of all else the reader has to hear, whatever fails from then on. */
const writeChanged = async (
  { unread }: AgentDeps,
  reader: TableReader,
  path: string,
  text: string,
): Promise<void> => {
  const now = await readFile(path, 'utf8').catch(() => undefined)
  if (now === text) return
  unread.add(reader)
  await writeAtomic(path, text, PUBLIC_FILE)
}

const nameOf = ({ selector, domain }: KeyName): string =>
  `${word(selector)}._domainkey.${word(domain)}`

/**
 * Both tables whole, the keys before what refers to them. Keys that will sign or have signed stand in the table too:
 * whenever the signer reads, what one file refers to is in the other.
 */
const writeSigning = async (
  deps: AgentDeps,
  { keys, signing: active }: Pick<Found, 'keys' | 'signing'>,
): Promise<void> => {
  const { opendkim } = deps.layout.stack
  const table = keys.map((key) => {
    const file = word(keyFile(deps, key))
    return `${nameOf(key)} ${word(key.domain)}:${word(key.selector)}:${file}\n`
  })
  const signing = active.map((key) => `*@${word(key.domain)} ${nameOf(key)}\n`)
  await writeChanged(deps, 'opendkim', opendkim.keyTable, table.join(''))
  await writeChanged(deps, 'opendkim', opendkim.signingTable, signing.join(''))
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
  deps: AgentDeps,
  settings: MailSettings | undefined,
  zones: readonly ZoneDomain[],
): Promise<void> => {
  const { surroundings, unbound } = deps.layout.stack
  // A machine's resolver asks the world.
  if (surroundings === undefined) return
  const text = renderZones(settings, zones, surroundings.resolver)
  await writeChanged(deps, 'unbound', unbound.zones, text)
}

/**
 * Writes KeyTable, SigningTable and the private resolver's zones for exactly these domains and keys. Who has something
 * to reload stands in `deps.unread` from then on.
 * @returns active keys that sign nothing
 */
export const writeDomainTables = async (
  deps: AgentDeps,
  settings: MailSettings | undefined,
  domains: Domains,
): Promise<KeyName[]> => {
  const { zones, unusable, ...tables } = await find(
    deps,
    domains.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
  if (unusable.length > 0) deps.log.warn({ unusable }, 'Active DKIM keys that cannot sign')
  await writeZones(deps, settings, zones)
  await writeSigning(deps, tables)
  return unusable
}

/** Lets the daemons read what was written since they last did; one that does not run reads it at its start. */
export const reloadTables = async (deps: AgentDeps): Promise<void> => {
  const { layout, manager, run, log, unread } = deps
  const live = new Set((await manager.list()).filter(isUp).map(({ name }) => name))
  if (unread.has('opendkim') && live.has('opendkim')) await manager.signal('opendkim', 'USR1')
  unread.delete('opendkim')
  if (unread.has('unbound') && live.has('unbound')) {
    const answer = await run('unbound-control', ['-c', layout.stack.unbound.file, 'reload'])
    if (answer.code !== 0) {
      log.warn({ stderr: answer.stderr }, 'unbound was restarted because it could not reload')
      await manager.restart('unbound')
    }
  }
  unread.delete('unbound')
}
