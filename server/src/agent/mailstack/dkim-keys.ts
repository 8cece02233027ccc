import { createPublicKey, generateKeyPair } from 'node:crypto'
import { readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gidOf, uidOf } from '../accounts.ts'
import type { AgentDeps } from '../deps.ts'
import { ensureFolder, writeAtomic } from './files.ts'
import { known } from './folders.ts'

export const SELECTOR = 'mail'
const BITS = 2048
/** Keys made at once: each keeps a thread busy, and the machine has others to serve. */
const PARALLEL = 2

const generate = promisify(generateKeyPair)

/** Private keys are made here and never leave: what is published is derived from the file. */
export const keyFile = (deps: AgentDeps, domain: string): string =>
  join(deps.layout.stack.opendkim.keys, domain, `${SELECTOR}.private`)

const makeKey = async (deps: AgentDeps, domain: string): Promise<void> => {
  const { users, opendkim } = deps.layout.stack
  const gid = known(gidOf(deps.layout, users.opendkim), `group ${users.opendkim}`)
  const uid = known(uidOf(deps.layout, users.opendkim), `user ${users.opendkim}`)
  const { privateKey } = await generate('rsa', {
    modulusLength: BITS,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
  await ensureFolder(join(opendkim.keys, domain), { mode: 0o750, uid: 0, gid })
  await writeAtomic(keyFile(deps, domain), privateKey, { mode: 0o400, uid, gid })
}

/** Folders are made before their key is: one without a key does not count. */
const withKey = async (deps: AgentDeps): Promise<Set<string>> => {
  const paths = await readdir(deps.layout.stack.opendkim.keys, { recursive: true })
  return new Set(
    paths
      .filter((path) => path.endsWith(`/${SELECTOR}.private`))
      .map((path) => path.slice(0, path.indexOf('/'))),
  )
}

/** Makes the keys that are missing. @returns how many */
export const ensureKeys = async (deps: AgentDeps, domains: readonly string[]): Promise<number> => {
  const present = await withKey(deps)
  const missing = domains.filter((domain) => !present.has(domain))
  const next = missing.values()
  const worker = async (): Promise<void> => {
    for (const domain of next) await makeKey(deps, domain)
  }
  await Promise.all(Array.from({ length: PARALLEL }, worker))
  return missing.length
}

/** The TXT value of the selector, RFC 6376 3.6.1. */
export const publicRecord = async (deps: AgentDeps, domain: string): Promise<string> => {
  const key = createPublicKey(await readFile(keyFile(deps, domain)))
  const der = key.export({ type: 'spki', format: 'der' })
  return `v=DKIM1; h=sha256; k=rsa; p=${der.toString('base64')}`
}

const KEEP_REMOVED = 30 * 86_400_000

/**
 * A domain that is gone leaves no key in use: another owner of the name must not inherit it. The key is kept aside for
 * thirty days, since what is published in the DNS cannot be had back once it is erased.
 */
export const retireOtherKeys = async (
  { layout }: AgentDeps,
  domains: ReadonlySet<string>,
): Promise<void> => {
  const { keys, removedKeys } = layout.stack.opendkim
  for (const domain of await readdir(keys)) {
    if (domains.has(domain)) continue
    await rename(join(keys, domain), join(removedKeys, `${Date.now()}-${domain}`))
  }
  for (const name of await readdir(removedKeys)) {
    if (Date.now() - Number.parseInt(name, 10) < KEEP_REMOVED) continue
    await rm(join(removedKeys, name), { recursive: true, force: true })
  }
}
