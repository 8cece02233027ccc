import { MESSAGE_SIZE, QUOTA, SESSION, TRASH_DAYS } from '@mc/shared/rules'
import type { Kysely } from 'kysely'
import { ownAddresses } from '../lib/own-addresses.ts'
import { ownName } from '../lib/own-name.ts'
import type { Databases } from './index.ts'
import { changeMail } from './portable.ts'
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
}

const defaults = (): SettingValues => ({
  hostname: ownName(),
  public_addresses: ownAddresses().slice(0, 16),
  postmaster_address: null,
  default_quota_bytes: QUOTA.default,
  message_size_limit_bytes: MESSAGE_SIZE.default,
  session_fresh_seconds: SESSION.fresh,
  trash_days: TRASH_DAYS,
})

/** The settings as they are, with defaults for what was never set, and when one was last changed. */
export const readSettings = async (
  panel: Kysely<PanelSchema>,
): Promise<{ values: SettingValues; updated_at: string }> => {
  const rows = await panel.selectFrom('settings').selectAll().execute()
  const set = Object.fromEntries(rows.map((row) => [row.name, JSON.parse(row.value)]))
  const times = rows.map((row) => row.updated_at).sort()
  return {
    values: { ...defaults(), ...set },
    updated_at: times.at(-1) ?? new Date(0).toISOString(),
  }
}

/** Writes single settings of the panel's own file. */
const writeRows = (db: Databases, changes: Partial<SettingValues>): Promise<void> =>
  db.panel.transaction().execute(async (trx) => {
    const updated_at = new Date().toISOString()
    for (const [name, value] of Object.entries(changes)) {
      await trx.deleteFrom('settings').where('name', '=', name).execute()
      await trx
        .insertInto('settings')
        .values({ name, value: JSON.stringify(value), updated_at })
        .execute()
    }
  })

/** Writes settings, and those that look-ups need to the mail database first. */
export const writeSettings = async (
  db: Databases,
  auditId: number,
  changes: Partial<SettingValues>,
): Promise<void> => {
  const { postmaster_address, default_quota_bytes } = changes
  await changeMail(db, auditId, async (trx) => {
    if (postmaster_address === undefined && default_quota_bytes === undefined) return
    await trx
      .updateTable('mail_settings')
      .set({
        ...(postmaster_address === undefined ? {} : { postmaster_address }),
        ...(default_quota_bytes === undefined ? {} : { default_quota_bytes }),
      })
      .where('id', '=', 1)
      .execute()
  })
  await writeRows(db, changes)
}

/**
 * The first admin's address receives what is sent to root@, postmaster@ and abuse@, until a setting says otherwise.
 * To be called with the first account; nothing happens when an address is set already.
 */
export const rememberPostmaster = async (
  db: Databases,
  auditId: number,
  address: string,
): Promise<void> => {
  const { values } = await readSettings(db.panel)
  if (values.postmaster_address === null) {
    await writeSettings(db, auditId, { postmaster_address: address.toLowerCase() })
  }
}
