import type { Config } from '../config/config.ts'
import { readSetupToken, removeSetupToken, writeSetupToken } from '../config/secrets.ts'
import type { Databases } from '../db/index.ts'

/**
 * At the start: a panel without an admin has a set-up token in its folder, one with an admin has none. A token that
 * is still good is kept, so that a link on somebody's screen survives a restart.
 */
export const prepareSetup = async (config: Config, { panel }: Databases): Promise<void> => {
  const { setupToken: file } = config.layout.panel
  const admin = await panel
    .selectFrom('accounts')
    .select('id')
    .where('role', '=', 'admin')
    .limit(1)
    .executeTakeFirst()
  if (admin) return removeSetupToken(file)
  if (config.setupToken !== undefined || readSetupToken(file) === undefined) {
    writeSetupToken(file, config.setupToken)
  }
}
