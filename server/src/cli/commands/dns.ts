import type { DnsDomain, DnsRecord } from '@mc/shared/contract'
import { check, list } from '../../features/dns/service.ts'
import type { Command } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'
import { needDomain } from './domains.ts'

const FOUND_WRONG = 1
const PAGE = 100

const isOpen = ({ status, optional, acknowledged }: DnsRecord): boolean =>
  status !== 'pass' &&
  !(optional && status === 'missing') &&
  (acknowledged === null || acknowledged.changed)

/** What strangers publish reaches no terminal as control characters. */
const plain = (text: string): string => text.replaceAll(/\p{Cc}/gu, '?')

const described = ({ type, name, status, message, actual, record }: DnsRecord): string =>
  [
    `${status.toUpperCase()} ${type} ${name}`,
    `  ${message}`,
    ...actual.map((value) => `  is:      ${value}`),
    ...(record ? [`  publish: ${record.host} ${record.type} ${record.value}`] : []),
  ]
    .map(plain)
    .join('\n')

const said = (entry: DnsDomain): string => {
  const open = entry.records.filter(isOpen)
  const rows = entry.records.map(({ type, name, status, optional }) => ({
    status: optional && status === 'missing' ? 'not set up' : status,
    type,
    name,
  }))
  const all = table(rows, ['status', 'type', 'name'], 'Nothing was found.')
  const found = open.length === 0 ? ['Nothing is wrong.'] : open.map(described)
  return [`${entry.domain_unicode}: ${entry.status}`, all, ...found].join('\n\n')
}

export const checkDns: Command = {
  usage: '<domain>',
  summary: 'ask the DNS for all records of a domain now; status 1 when something is wrong',
  words: { min: 1, max: 1 },
  run: ({ positionals: [given = ''] }) =>
    withPanel(async ({ deps, caller }) => {
      const { name } = await needDomain(deps, given)
      const { data } = await check(deps, caller, name)
      const [entry] = data
      if (!entry) throw new Error('The check gave no result')
      return {
        text: said(entry),
        data: entry,
        status: entry.records.some(isOpen) ? FOUND_WRONG : 0,
      }
    }),
}

export const listDns: Command = {
  usage: '[--search <text>]',
  summary: 'domains with what was last found of them in the DNS, the worst first',
  options: { search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { search } }) =>
    withPanel(async ({ deps }) => {
      const rows: DnsDomain[] = []
      const query = {
        pageSize: PAGE,
        records: false,
        ...(typeof search === 'string' ? { search } : {}),
      }
      for (let page = 1; ; page += 1) {
        const { data, total } = await list(deps, { ...query, page })
        rows.push(...data)
        if (data.length < PAGE || rows.length >= total) break
      }
      const shown = rows.map(({ domain_unicode, own_status, checked_at }) => ({
        domain: domain_unicode,
        status: own_status,
        checked_at,
      }))
      return {
        text: table(shown, ['status', 'domain', 'checked_at'], 'There are no such domains.'),
        data: shown,
      }
    }),
}
