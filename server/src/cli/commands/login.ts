import { clearFailures, usernameKey } from '../../features/auth/store.ts'
import type { Command } from '../command.ts'
import { withPanel } from '../panel.ts'

export const clearDelay: Command = {
  usage: '[<username>]',
  summary: 'forget wrong passwords, so that nobody (or this account) has to wait',
  words: { min: 0, max: 1 },
  run: ({ positionals: [username] }) =>
    withPanel(async ({ deps, caller }) => {
      const deed = { action: 'auth.clear_delay', target: username ?? '' }
      const key = username === undefined ? undefined : usernameKey(username)
      const count = await deps.audit.record(caller, deed, () => clearFailures(deps.db.panel, key))
      const whose = username === undefined ? '' : ` for ${username}`
      return { text: `Forgot ${count} wrong passwords${whose}.`, data: { forgotten: count } }
    }),
}
