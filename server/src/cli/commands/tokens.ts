import { deleteToken, findToken, pageOfTokens } from '../../features/tokens/store.ts'
import { markDone } from '../../plugins/audit.ts'
import { rowsOf } from '../all-rows.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'

const columns = ['id', 'name', 'owner', 'scopes', 'expires_at', 'last_used_at'] as const

export const listTokens: Command = {
  usage: '',
  summary: 'tokens for scripts, of all accounts',
  words: { min: 0, max: 0 },
  run: () =>
    withPanel(async ({ deps }) => {
      const rows = await rowsOf((at) => pageOfTokens(deps.db.panel, at, undefined))
      const shown = rows.map((row) => ({
        ...row,
        scopes: Object.entries(row.scopes).map(([resource, mode]) => `${resource}:${mode}`),
      }))
      return { text: table(shown, columns, 'There are no tokens.'), data: rows }
    }),
}

export const revokeToken: Command = {
  usage: '<id>',
  summary: 'end a token; scripts that use it are refused from now on',
  words: { min: 1, max: 1 },
  run: ({ positionals: [given = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      const { panel } = deps.db
      const token = /^[1-9]\d{0,14}$/.test(given)
        ? await findToken(panel, Number(given))
        : undefined
      if (!token) throw new UsageError(`There is no token ${given}. See: mc tokens list`)
      const { id, name, scopes, expires_at } = token
      const deed = { action: 'token.delete', target: name, before: { name, scopes, expires_at } }
      await deps.audit.record(caller, deed, (auditId) =>
        panel.transaction().execute(async (trx) => {
          await deleteToken(trx, id)
          await markDone(trx, auditId)
        }),
      )
      return { text: `The token ${name} is no longer good.`, data: { id } }
    }),
}
