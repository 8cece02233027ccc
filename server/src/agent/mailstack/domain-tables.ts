import { readFile } from 'node:fs/promises'
import type { MailSettings } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import type { Domains } from './desired.ts'
import { keyFile, publicRecord, SELECTOR } from './dkim-keys.ts'
import { opendkim as word } from './escape.ts'
import { writeAtomic } from './files.ts'
import { renderZones } from './zones.ts'

const PUBLIC_FILE = { mode: 0o644, uid: 0, gid: 0 }

/** @returns whether the file was not like this before */
const writeChanged = async (path: string, text: string): Promise<boolean> => {
  const now = await readFile(path, 'utf8').catch(() => undefined)
  if (now === text) return false
  await writeAtomic(path, text, PUBLIC_FILE)
  return true
}

const keyName = (domain: string): string => `${SELECTOR}._domainkey.${word(domain)}`

/** Both tables whole, the keys before what refers to them. @returns whether one of them changed */
const writeSigning = async (deps: AgentDeps, domains: Domains): Promise<boolean> => {
  const { opendkim } = deps.layout.stack
  const keys = domains.map(
    (domain) => `${keyName(domain)} ${word(domain)}:${SELECTOR}:${word(keyFile(deps, domain))}\n`,
  )
  const signing = domains.map((domain) => `*@${word(domain)} ${keyName(domain)}\n`)
  const first = await writeChanged(opendkim.keyTable, keys.join(''))
  const second = await writeChanged(opendkim.signingTable, signing.join(''))
  return first || second
}

/** Public records that were read once; a key file never changes while its domain stands. */
const records = new Map<string, string>()

const recordOf = async (deps: AgentDeps, domain: string): Promise<string> => {
  const known = records.get(domain)
  if (known !== undefined) return known
  const record = await publicRecord(deps, domain)
  records.set(domain, record)
  return record
}

const writeZones = async (
  deps: AgentDeps,
  settings: MailSettings | undefined,
  domains: Domains,
): Promise<boolean> => {
  if (deps.layout.stack.surroundings === undefined) {
    return writeChanged(deps.layout.stack.unbound.zones, '')
  }
  const published: { domain: string; dkim: string }[] = []
  for (const domain of domains) published.push({ domain, dkim: await recordOf(deps, domain) })
  const text = renderZones(settings, published)
  return writeChanged(deps.layout.stack.unbound.zones, text)
}

/** Forgets what was read of domains that are gone: made again, they have another key. */
export const forget = (domains: ReadonlySet<string>): void => {
  for (const domain of records.keys()) if (!domains.has(domain)) records.delete(domain)
}

/**
 * Writes KeyTable, SigningTable and the private resolver's zones for exactly these domains; their keys must stand.
 * @returns the daemons that have something to reload
 */
export const writeDomainTables = async (
  deps: AgentDeps,
  settings: MailSettings | undefined,
  domains: Domains,
): Promise<('opendkim' | 'unbound')[]> => {
  const sorted = domains.toSorted()
  const zones = await writeZones(deps, settings, sorted)
  const signing = await writeSigning(deps, sorted)
  return [...(signing ? (['opendkim'] as const) : []), ...(zones ? (['unbound'] as const) : [])]
}

/** Lets the daemons read them; one that does not run reads them at its start. */
export const reloadTables = async (
  { layout, manager, run, log }: AgentDeps,
  changed: readonly ('opendkim' | 'unbound')[],
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
