import { accountsService } from '../../features/accounts/service.ts'
import { clearFailures, findAccount, usernameKey } from '../../features/auth/store.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'

export const resetPassword: Command = {
  usage: '<username> [--stdin]',
  summary: 'give an account a new password; it is signed out everywhere and need not wait',
  options: { stdin: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [username = ''], values }, terminal) =>
    withPanel(async ({ deps, caller }) => {
      const key = usernameKey(username)
      const account = await findAccount(deps.db.panel, key)
      if (!account) throw new UsageError(`There is no account ${username}. See: mc accounts list`)
      const password = await terminal.password(values.stdin === true)
      const { id } = await accountsService(deps).update(caller, account.id, { password })
      await clearFailures(deps.db.panel, key)
      return {
        text: `${account.username} has the new password and is signed out everywhere.`,
        data: { id, username: account.username },
      }
    }),
}
