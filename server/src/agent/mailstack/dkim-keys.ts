import { createPublicKey, generateKeyPair } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { MadeKey } from '@mc/shared/ops'
import { gidOf, uidOf } from '../accounts.ts'
import type { AgentDeps } from '../deps.ts'
import { ensureFolder, writeAtomic } from './files.ts'
import { known } from './folders.ts'

/** Which key: both parts are validated names, so they may stand in a path. */
export interface KeyName {
  readonly domain: string
  readonly selector: string
}

export interface WantedKey extends KeyName {
  readonly algorithm: MadeKey['algorithm']
  /** For RSA. */
  readonly bits: number
}

/** Keys made at once: each keeps a thread busy, and the machine has others to serve. */
const PARALLEL = 2
const SUFFIX = '.private'

const generate = promisify(generateKeyPair)

/** Private keys are made here and never leave: what is published is derived from the file. */
export const keyFile = ({ layout }: AgentDeps, { domain, selector }: KeyName): string =>
  join(layout.stack.opendkim.keys, domain, `${selector}${SUFFIX}`)

const newKey = async ({ algorithm, bits }: WantedKey): Promise<string> => {
  const { privateKey } = await (algorithm === 'rsa'
    ? generate('rsa', { modulusLength: bits })
    : generate('ed25519'))
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** @returns the signer's group */
const ensureKeyFolder = async ({ layout }: AgentDeps, { domain }: KeyName): Promise<number> => {
  const { users, opendkim } = layout.stack
  const gid = known(gidOf(layout, users.opendkim), `group ${users.opendkim}`)
  await ensureFolder(join(opendkim.keys, domain), { mode: 0o750, uid: 0, gid })
  return gid
}

const makeKey = async (deps: AgentDeps, key: WantedKey): Promise<void> => {
  const { users } = deps.layout.stack
  const uid = known(uidOf(deps.layout, users.opendkim), `user ${users.opendkim}`)
  const content = await newKey(key)
  const gid = await ensureKeyFolder(deps, key)
  await writeAtomic(keyFile(deps, key), content, { mode: 0o400, uid, gid })
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

/** Base64 as RFC 6376 and, for Ed25519 the bare 32 octets, RFC 8463 have it in `p=`. */
const publicPart = (text: string): Pick<MadeKey, 'algorithm' | 'key_bits' | 'public_key'> => {
  const key = createPublicKey(text)
  if (key.asymmetricKeyType === 'ed25519') {
    const raw = Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url')
    return { algorithm: 'ed25519', key_bits: 256, public_key: raw.toString('base64') }
  }
  return {
    algorithm: 'rsa',
    key_bits: key.asymmetricKeyDetails?.modulusLength ?? 0,
    public_key: key.export({ type: 'spki', format: 'der' }).toString('base64'),
  }
}

/** Public halves by path, with the time of the file they were read from. */
const read = new Map<string, MadeKey>()

/** The public half of a key, or undefined when no such key stands. */
export const publicHalf = async (deps: AgentDeps, key: KeyName): Promise<MadeKey | undefined> => {
  const path = keyFile(deps, key)
  try {
    const created_at = (await stat(path)).mtime.toISOString()
    const before = read.get(path)
    if (before?.created_at === created_at) return before
    const { domain, selector } = key
    const half = { domain, selector, ...publicPart(await readFile(path, 'utf8')), created_at }
    read.set(path, half)
    return half
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Out of use, not erased: the key's own name, moved to where only root looks. */
const putAside = async ({ layout }: AgentDeps, path: string, name: string): Promise<void> => {
  read.delete(path)
  await rename(path, join(layout.stack.opendkim.removedKeys, `${Date.now()}-${name}`)).catch(
    (error: unknown) => {
      if (!isMissing(error)) throw error
    },
  )
}

export const putKeyAside = (deps: AgentDeps, key: KeyName): Promise<void> =>
  putAside(deps, keyFile(deps, key), `${key.selector}._domainkey.${key.domain}`)

/** Whoever was wrong about a key notices within this time. */
const MISTAKEN_MS = 3_600_000

const asideOf = async ({ layout }: AgentDeps, { domain, selector }: KeyName) => {
  const { removedKeys } = layout.stack.opendkim
  const since = Date.now() - MISTAKEN_MS
  // Each begins with the time in milliseconds.
  for (const name of (await readdir(removedKeys)).toSorted().reverse()) {
    if (Number.parseInt(name, 10) < since) return undefined
    const what = name.slice(name.indexOf('-') + 1)
    if (what === `${selector}._domainkey.${domain}`) return join(removedKeys, name)
    const inside = join(removedKeys, name, `${selector}${SUFFIX}`)
    if (what === domain && existsSync(inside)) return inside
  }
  return undefined
}

/**
 * The public half of a key that must stand. One that was put aside a moment ago by somebody who did not know of it yet
 * (two processes of the panel, the later answer from the earlier look) is brought back.
 */
export const wantedHalf = async (deps: AgentDeps, key: KeyName): Promise<MadeKey | undefined> => {
  const half = await publicHalf(deps, key)
  if (half) return half
  const aside = await asideOf(deps, key)
  if (aside === undefined) return undefined
  await ensureKeyFolder(deps, key)
  await rename(aside, keyFile(deps, key))
  return publicHalf(deps, key)
}

/** A key that stands with nobody to name it belongs to an attempt that was cut off, if it is not older than this. */
const ATTEMPT_MS = 3_600_000

/**
 * Whether a key that stands is the one asked for: it is used already, or was made a moment ago by an attempt whose
 * answer was lost or that another process of the panel makes at the same time.
 */
const isTheOne = (key: WantedKey, half: MadeKey, used: boolean): boolean =>
  used ||
  (half.algorithm === key.algorithm &&
    (key.algorithm === 'ed25519' || half.key_bits === key.bits) &&
    Date.now() - Date.parse(half.created_at) < ATTEMPT_MS)

const ensureKey = async (deps: AgentDeps, key: WantedKey, used: boolean): Promise<MadeKey> => {
  const before = await publicHalf(deps, key)
  if (before && isTheOne(key, before, used)) return before
  if (before) await putKeyAside(deps, key)
  await makeKey(deps, key)
  const made = await publicHalf(deps, key)
  if (!made) throw new Error('A key that was just made is not there')
  return made
}

/**
 * Makes the keys that are missing.
 * @param isUsed whether a key is part of the last desired state: such a one is told as it is, whatever was asked for
 */
export const ensureKeys = async (
  deps: AgentDeps,
  keys: readonly WantedKey[],
  isUsed: (key: KeyName) => boolean,
): Promise<MadeKey[]> => {
  const made: MadeKey[] = []
  const next = keys.entries()
  const worker = async (): Promise<void> => {
    for (const [at, key] of next) made[at] = await ensureKey(deps, key, isUsed(key))
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return made
}

const KEEP_REMOVED = 30 * 86_400_000

/**
 * A domain that is gone leaves no key in use: another owner of the name must not inherit it. The keys are kept aside
 * for thirty days, since what is published in the DNS cannot be had back once it is erased.
 */
export const putDomainAside = async (deps: AgentDeps, domain: string): Promise<void> => {
  const folder = join(deps.layout.stack.opendkim.keys, domain)
  for (const path of read.keys()) if (path.startsWith(`${folder}/`)) read.delete(path)
  await putAside(deps, folder, domain)
}

/** Erases what was put aside long ago. */
export const eraseOldKeys = async ({ layout }: AgentDeps): Promise<void> => {
  const { removedKeys } = layout.stack.opendkim
  for (const name of await readdir(removedKeys)) {
    if (Date.now() - Number.parseInt(name, 10) < KEEP_REMOVED) continue
    await rm(join(removedKeys, name), { recursive: true, force: true })
  }
}
