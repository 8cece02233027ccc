import type { Deps } from '../../deps.ts'
import { remove } from '../../features/aliases/remove.ts'
import { all, create } from '../../features/aliases/service.ts'
import { parseAliasSource, parseDestination } from '../../lib/mail-addresses.ts'
import { collected } from '../all-rows.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'
import { needDomain } from './domains.ts'

const columns = ['id', 'source', 'destination', 'active', 'created_at'] as const

const needAlias = async (deps: Deps, source: string, destination: string) => {
  const from = parseAliasSource(source)
  const to = parseDestination(destination)
  const row = await deps.db.mail
    .selectFrom('aliases')
    .select(['id', 'source', 'destination'])
    .where('source', '=', from.ok ? from.value.address : '')
    .where('destination', '=', to.ok ? to.value.address : '')
    .executeTakeFirst()
  if (!row) {
    throw new UsageError(`There is no alias ${source} to ${destination}. See: mc aliases list`)
  }
  return row
}

export const listAliases: Command = {
  usage: '[--domain <name>] [--search <text>]',
  summary: 'aliases',
  options: { domain: { type: 'string' }, search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { domain, search } }) =>
    withPanel(async ({ deps, caller }) => {
      const query = {
        ...(typeof domain === 'string' ? { domain: (await needDomain(deps, domain)).name } : {}),
        ...(typeof search === 'string' ? { search } : {}),
      }
      const rows = await collected(all(deps, caller, query))
      return { text: table(rows, columns, 'There are no such aliases.'), data: rows }
    }),
}

export const createAlias: Command = {
  usage: '<source> <destination>',
  summary: 'make an alias; @domain as source is the catch-all',
  words: { min: 2, max: 2 },
  run: ({ positionals: [source = '', destination = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      const domain = await needDomain(deps, source.slice(source.lastIndexOf('@') + 1))
      const row = await create(deps, caller, { source, destination, domain_id: domain.id })
      const warning = row.warnings ? ' There is no such mailbox or alias yet.' : ''
      return { text: `${row.source} now goes to ${row.destination}.${warning}`, data: row }
    }),
}

export const deleteAlias: Command = {
  usage: '<source> <destination>',
  summary: 'delete an alias',
  words: { min: 2, max: 2 },
  run: ({ positionals: [from = '', to = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      const { id, source, destination } = await needAlias(deps, from, to)
      await remove(deps, caller, id, () => {})
      return { text: `${source} no longer goes to ${destination}.`, data: { id } }
    }),
}
