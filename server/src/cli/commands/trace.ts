import { contract } from '@mc/shared/contract'
import { Check } from 'typebox/value'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'

const columns = ['id', 'first_at', 'status', 'sender', 'recipient', 'summary'] as const
const MOST = 100

const { query: Query } = contract['GET /logs/trace']

export const searchTrace: Command = {
  usage: '<search> [--status <status>]',
  summary:
    'what became of mail: an address or how it begins, a domain, a queue id, a Message-ID, a client',
  options: { status: { type: 'string' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [search = ''], values: { status } }) =>
    withPanel(async ({ deps }) => {
      const query = { search, pageSize: MOST, ...(status === undefined ? {} : { status }) }
      if (!Check(Query, query)) {
        const known = contract['GET /logs/trace'].query.properties.status
        throw new UsageError(
          `The search or the status cannot be used. Statuses: ${JSON.stringify(known.enum)}`,
        )
      }
      const { data, total } = await deps.trace.page(query)
      const rest = total > data.length ? `\n… and ${total - data.length} older ones` : ''
      return { text: table(data, columns, 'The log tells of no such mail.') + rest, data }
    }),
}

export const showTrace: Command = {
  usage: '<id>',
  summary: 'the way of one message, from connect to delivery',
  words: { min: 1, max: 1 },
  run: ({ positionals: [given = ''] }) =>
    withPanel(async ({ deps }) => {
      const found = /^[1-9]\d{0,14}$/.test(given)
        ? await deps.trace.detail(Number(given))
        : undefined
      if (!found) throw new UsageError(`There is no message ${given}. See: mc trace <search>`)
      const steps = table(found.timeline, ['at', 'stage', 'text'], 'Its lines are forgotten.')
      return { text: `${found.summary}\n\n${steps}`, data: found }
    }),
}
