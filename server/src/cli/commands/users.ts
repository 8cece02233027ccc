import type { Deps } from '../../deps.ts'
import { remove } from '../../features/users/remove.ts'
import { all, create } from '../../features/users/service.ts'
import { parseMailboxAddress } from '../../lib/mail-addresses.ts'
import { collected } from '../all-rows.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'
import { needDomain } from './domains.ts'

const columns = ['id', 'email', 'active', 'quota_bytes', 'created_at'] as const

const needMailbox = async (deps: Deps, email: string): Promise<{ id: number; email: string }> => {
  const parsed = parseMailboxAddress(email)
  const row = await deps.db.mail
    .selectFrom('mailboxes')
    .select(['id', 'email'])
    .where('email', '=', parsed.ok ? parsed.value.address : '')
    .executeTakeFirst()
  if (!row) throw new UsageError(`There is no mailbox ${email}. See: mc users list`)
  return row
}

const quotaOf = (given: string | boolean | undefined): { quota_bytes?: number } => {
  if (given === undefined) return {}
  if (typeof given !== 'string' || !/^\d{1,15}$/.test(given)) {
    throw new UsageError('--quota takes a whole number of bytes; 0 is the default of the server.')
  }
  return { quota_bytes: Number(given) }
}

export const listUsers: Command = {
  usage: '[--domain <name>] [--search <text>]',
  summary: 'mailboxes',
  options: { domain: { type: 'string' }, search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { domain, search } }) =>
    withPanel(async ({ deps, caller }) => {
      const query = {
        ...(typeof domain === 'string' ? { domain: (await needDomain(deps, domain)).name } : {}),
        ...(typeof search === 'string' ? { search } : {}),
      }
      const rows = await collected(all(deps, caller, query))
      return { text: table(rows, columns, 'There are no such mailboxes.'), data: rows }
    }),
}

export const createUser: Command = {
  usage: '<email> [--quota <bytes>] [--stdin]',
  summary: 'make a mailbox; asks for its password',
  options: { quota: { type: 'string' }, stdin: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [email = ''], values }, terminal) =>
    withPanel(async ({ deps, caller }) => {
      const quota = quotaOf(values.quota)
      const domain = await needDomain(deps, email.slice(email.lastIndexOf('@') + 1))
      const password = await terminal.password(values.stdin === true)
      const body = { email, password, domain_id: domain.id, ...quota }
      const row = await create(deps, caller, body)
      return { text: `Created the mailbox ${row.email}.`, data: row }
    }),
}

export const deleteUser: Command = {
  usage: '<email> [--force]',
  summary: 'delete a mailbox, its mail to the trash; with --force aliases to it too',
  options: { force: { type: 'boolean' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [given = ''], values }) =>
    withPanel(async ({ deps, caller }) => {
      const { id, email } = await needMailbox(deps, given)
      await remove(deps, caller, id, values.force === true, () => {})
      return { text: `Deleted the mailbox ${email}.`, data: { id } }
    }),
}
