import { MESSAGE_SIZE, QUOTA, SESSION, TRACE_DAYS, TRASH_DAYS } from '@mc/shared/rules'
import type { Kysely } from 'kysely'
import { ownPublicAddresses } from '../lib/own-addresses.ts'
import { ownName } from '../lib/own-name.ts'
import type { Databases } from './index.ts'
import type { Mail } from './mail-rows.ts'
import type { PanelSchema } from './schema.ts'

/** What an administrator may set; names are wire names. */
export interface SettingValues {
  readonly hostname: string
  readonly public_addresses: readonly string[]
  /** Null until the first admin is there. */
  readonly postmaster_address: string | null
  readonly default_quota_bytes: number
  readonly message_size_limit_bytes: number
  readonly session_fresh_seconds: number
  readonly trash_days: number
  readonly trace_days: number
}

const defaults = (): SettingValues => ({
  hostname: ownName(),
  public_addresses: ownPublicAddresses(),
  postmaster_address: null,
  default_quota_bytes: QUOTA.default,
  message_size_limit_bytes: MESSAGE_SIZE.default,
  session_fresh_seconds: SESSION.fresh,
  trash_days: TRASH_DAYS,
  trace_days: TRACE_DAYS,
})

const names: readonly (keyof SettingValues)[] = [
  'hostname',
  'public_addresses',
  'postmaster_address',
  'default_quota_bytes',
  'message_size_limit_bytes',
  'session_fresh_seconds',
  'trash_days',
  'trace_days',
]

/** The settings as they are, with defaults for what was never set, and when one was last changed. */
export const readSettings = async (
  panel: Kysely<PanelSchema>,
): Promise<{ values: SettingValues; updated_at: string }> => {
  const rows = await panel.selectFrom('settings').selectAll().where('name', 'in', names).execute()
  const set = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value)]))
  const times = rows.map((row) => row.updated_at).sort()
  return {
    values: { ...defaults(), ...set },
    updated_at: times.at(-1) ?? new Date(0).toISOString(),
  }
}

/** Look-ups know these from their own file. */
const mirror = async (mail: Mail, changes: Partial<SettingValues>): Promise<void> => {
  const { postmaster_address, default_quota_bytes } = changes
  if (postmaster_address === undefined && default_quota_bytes === undefined) return
  await mail
    .updateTable('mail_settings')
    .set({
      ...(postmaster_address === undefined ? {} : { postmaster_address }),
      ...(default_quota_bytes === undefined ? {} : { default_quota_bytes }),
    })
    .where('id', '=', 1)
    .execute()
}

/** Writes settings, and those that look-ups need to the mail database too: both, or neither when either fails. */
export const writeSettings = (db: Databases, changes: Partial<SettingValues>): Promise<void> =>
  db.panel.transaction().execute(async (trx) => {
    const updated_at = new Date().toISOString()
    for (const [name, value] of Object.entries(changes)) {
      await trx.deleteFrom('settings').where('name', '=', name).execute()
      await trx
        .insertInto('settings')
        .values({ name, value: JSON.stringify(value), updated_at })
        .execute()
    }
    await mirror(db.mail, changes)
  })

/**
 * The first admin's address receives what is sent to root@, postmaster@ and abuse@, until a setting says otherwise.
 * To be called with the first account; nothing happens when an address is set already.
 */
export const rememberPostmaster = async (db: Databases, address: string): Promise<void> => {
  const { values } = await readSettings(db.panel)
  if (values.postmaster_address === null) {
    await writeSettings(db, { postmaster_address: address })
  }
}
