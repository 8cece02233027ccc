import type { BodyOf, Settings } from '@mc/shared/contract'
import { readSettings, type SettingValues, writeSettings } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { ownAddresses } from '../../lib/own-addresses.ts'
import { checked } from './check.ts'

/** What the mail daemons' configuration is made of; the rest is ours alone. */
const rendered = [
  'hostname',
  'public_addresses',
  'postmaster_address',
  'message_size_limit_bytes',
] as const

const certificate = async ({ agent }: Deps): Promise<Settings['certificate']> => {
  if (!agent.present) return null
  return agent.call('certificate.read', {}).catch(() => null)
}

export const read = async (deps: Deps): Promise<Settings> => {
  const { values, updated_at } = await readSettings(deps.db.panel)
  return {
    ...values,
    public_addresses: [...values.public_addresses],
    postmaster_address: values.postmaster_address ?? '',
    found_addresses: ownAddresses(),
    certificate: await certificate(deps),
    applied: deps.machine.settings.state(),
    updated_at,
  }
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** The members that differ from what is stored. */
const differing = (before: SettingValues, changes: Partial<SettingValues>) => {
  const names = Object.keys(changes).filter(
    (name) => !same(Reflect.get(before, name), Reflect.get(changes, name)),
  )
  const pick = (from: object) =>
    Object.fromEntries(names.map((name) => [name, Reflect.get(from, name)]))
  return { names, before: pick(before), after: pick(changes) }
}

/** The stack runs with the new settings already: it goes back, so that both halves agree. */
const undo = async (deps: Deps, before: SettingValues, cause: unknown): Promise<never> => {
  const back = await deps.machine.settings.apply(before).then(
    () => 'The mail services were put back to the old settings.',
    () => 'The mail services run with the new ones; repeat the change when the database answers.',
  )
  throw new AppError(
    'database_unavailable',
    `The mail services took the new settings, but the database could not store them. ${back}`,
    { retryAfter: 5, cause },
  )
}

/**
 * Changes settings: first the mail stack, which may refuse, then the database. Refused by either, nothing is changed.
 * @throws AppError apply_failed, agent_unavailable, database_unavailable, each saying which half failed
 */
export const change = async (
  deps: Deps,
  caller: Caller,
  given: BodyOf<'PATCH /settings'>,
): Promise<Settings> => {
  const changes = await checked(deps, given)
  const { values: before } = await readSettings(deps.db.panel)
  const difference = differing(before, changes)
  const deed = {
    action: 'settings.update',
    target: 'settings',
    before: difference.before,
    after: difference.after,
  }
  const reaches = rendered.some((name) => difference.names.includes(name))
  await deps.audit.record(caller, deed, async () => {
    if (reaches) await deps.machine.settings.apply({ ...before, ...changes })
    await writeSettings(deps.db, changes).catch((error: unknown) => {
      if (reaches && deps.agent.present) return undo(deps, before, error)
      throw error
    })
    if (changes.trace_days !== undefined) deps.trace.keep(changes.trace_days)
  })
  return read(deps)
}
