import { readFile } from 'node:fs/promises'
import type { MadeKey, MailSettings } from '@mc/shared/ops'
import type { Layout } from '../../layout/index.ts'
import { ED25519_SIGNER } from '../../layout/services.ts'
import type { AgentDeps, TableReader } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import type { Domains } from './desired.ts'
import { type KeyName, keyFile, wantedHalf } from './dkim-keys.ts'
import { opendkim as word } from './escape.ts'
import { writeAtomic } from './files.ts'
import { renderKeyRecords, renderZones, type ZoneDomain } from './zones.ts'

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

/** One process a kind of key: OpenDKIM has one SignatureAlgorithm for all that its tables name. */
const signers = ({ stack }: Layout) =>
  ({
    rsa: { reader: 'opendkim', ...stack.opendkim },
    ed25519: { reader: ED25519_SIGNER, ...stack.ed25519Signer },
  }) as const

const nameOf = ({ selector, domain }: KeyName): string =>
  `${word(selector)}._domainkey.${word(domain)}`

/**
 * Both tables of one process whole, the keys before what refers to them. Keys that will sign or have signed stand in the table too:
 * whenever the signer reads, what one file refers to is in the other.
 */
const writeSigning = async (
  deps: AgentDeps,
  algorithm: MadeKey['algorithm'],
  { keys, signing: active }: Usable,
): Promise<void> => {
  const { reader, keyTable, signingTable } = signers(deps.layout)[algorithm]
  const table = keys.map((key) => {
    const file = word(keyFile(deps, key))
    return `${nameOf(key)} ${word(key.domain)}:${word(key.selector)}:${file}\n`
  })
  const signing = active.map((key) => `*@${word(key.domain)} ${nameOf(key)}\n`)
  await writeChanged(deps, reader, keyTable, table.join(''))
  await writeChanged(deps, reader, signingTable, signing.join(''))
}

interface Usable {
  /** All that could sign. */
  readonly keys: KeyName[]
  readonly signing: KeyName[]
}

interface Found extends Readonly<Record<MadeKey['algorithm'], Usable>> {
  readonly zones: ZoneDomain[]
  readonly unusable: KeyName[]
}

/**
 * What there is of the keys that are wanted. OpenDKIM defers every mail of a domain whose key is missing, so such a key
 * stays out of the tables: unsigned mail is better than none.
 */
const find = async (deps: AgentDeps, domains: Domains): Promise<Found> => {
  const none = (): Usable => ({ keys: [], signing: [] })
  const found: Found = { zones: [], unusable: [], rsa: none(), ed25519: none() }
  for (const { name, keys } of domains) {
    const halves: MadeKey[] = []
    for (const { selector, state } of keys) {
      const key = { domain: name, selector }
      const half = await wantedHalf(deps, key)
      if (half) {
        halves.push(half)
        found[half.algorithm].keys.push(key)
      }
      if (state === 'active') (half ? found[half.algorithm].signing : found.unusable).push(key)
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
  await writeChanged(deps, 'opendkim', surroundings.dkimRecords, renderKeyRecords(zones))
}

/**
 * Writes the signers' tables and the private resolver's zones for exactly these domains and keys. Who has something
 * to reload stands in `deps.unread` from then on.
 * @returns active keys that sign nothing
 */
export const writeDomainTables = async (
  deps: AgentDeps,
  settings: MailSettings | undefined,
  domains: Domains,
): Promise<KeyName[]> => {
  const { zones, unusable, rsa, ed25519 } = await find(
    deps,
    domains.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  )
  if (unusable.length > 0) deps.log.warn({ unusable }, 'Active DKIM keys that cannot sign')
  await writeZones(deps, settings, zones)
  await writeSigning(deps, 'rsa', rsa)
  await writeSigning(deps, 'ed25519', ed25519)
  return unusable
}

/** Lets the daemons read what was written since they last did; one that does not run reads it at its start. */
export const reloadTables = async (deps: AgentDeps): Promise<void> => {
  const { layout, manager, run, log, unread } = deps
  const live = new Set((await manager.list()).filter(isUp).map(({ name }) => name))
  for (const signer of ['opendkim', ED25519_SIGNER] as const) {
    if (unread.has(signer) && live.has(signer)) await manager.signal(signer, 'USR1')
    unread.delete(signer)
  }
  if (unread.has('unbound') && live.has('unbound')) {
    const answer = await run('unbound-control', ['-c', layout.stack.unbound.file, 'reload'])
    if (answer.code !== 0) {
      log.warn({ stderr: answer.stderr }, 'unbound was restarted because it could not reload')
      await manager.restart('unbound')
    }
  }
  unread.delete('unbound')
}
