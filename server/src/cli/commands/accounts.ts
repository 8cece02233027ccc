import { accountsService } from '../../features/accounts/service.ts'
import { rowsOf } from '../all-rows.ts'
import type { Command } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'

const columns = ['id', 'username', 'email', 'role', 'permissions', 'last_login_at'] as const

export const listAccounts: Command = {
  usage: '',
  summary: 'who may sign in to the panel',
  words: { min: 0, max: 0 },
  run: () =>
    withPanel(async ({ deps }) => {
      const rows = await rowsOf((at) => accountsService(deps).list(at))
      return { text: table(rows, columns, 'There are no accounts yet.'), data: rows }
    }),
}
