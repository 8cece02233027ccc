import { type DomainRow, domainByName } from '../../db/mail-rows.ts'
import type { Deps } from '../../deps.ts'
import { remove } from '../../features/domains/remove.ts'
import { all, create } from '../../features/domains/service.ts'
import { parseDomainName } from '../../lib/domain-names.ts'
import { collected } from '../all-rows.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'

const columns = ['id', 'name', 'active', 'users', 'aliases', 'created_at'] as const

/** @throws UsageError when there is none of this name, in either of its forms */
export const needDomain = async (deps: Deps, name: string): Promise<DomainRow> => {
  const parsed = parseDomainName(name)
  const row = parsed.ok ? await domainByName(deps.db.mail, parsed.value.name) : undefined
  if (!row) throw new UsageError(`There is no domain ${name}. See: mc domains list`)
  return row
}

export const listDomains: Command = {
  usage: '[--search <text>]',
  summary: 'mail domains with how much is in them',
  options: { search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { search } }) =>
    withPanel(async ({ deps, caller }) => {
      const query = typeof search === 'string' ? { search } : {}
      const rows = await collected(all(deps, caller, query))
      return { text: table(rows, columns, 'There are no such domains.'), data: rows }
    }),
}

export const createDomain: Command = {
  usage: '<name>',
  summary: 'make a mail domain',
  words: { min: 1, max: 1 },
  run: ({ positionals: [name = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      const row = await create(deps, caller, { name })
      return { text: `Created the domain ${row.name_unicode}.`, data: row }
    }),
}

export const deleteDomain: Command = {
  usage: '<name> [--force]',
  summary: 'delete a domain; with --force its mailboxes and aliases too',
  options: { force: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [name = ''], values }) =>
    withPanel(async ({ deps, caller }) => {
      const row = await needDomain(deps, name)
      await remove(deps, caller, row.id, values.force === true, () => {})
      return { text: `Deleted the domain ${row.name_unicode}.`, data: { id: row.id } }
    }),
}
