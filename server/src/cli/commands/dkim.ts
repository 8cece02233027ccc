import type { BodyOf } from '@mc/shared/contract'
import { recordForms } from '@mc/shared/dkim-record'
import { DKIM } from '@mc/shared/rules'
import type { DkimRow } from '../../db/dkim.ts'
import type { Deps } from '../../deps.ts'
import { activate, remove } from '../../features/dkim/change.ts'
import { create } from '../../features/dkim/service.ts'
import { allKeys, keysOf } from '../../features/dkim/store.ts'
import { collected } from '../all-rows.ts'
import { type Args, type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { table } from '../table.ts'
import { needDomain } from './domains.ts'

type Body = BodyOf<'POST /dkim'>

const columns = [
  'domain',
  'selector',
  'state',
  'signing',
  'dns_status',
  'algorithm',
  'key_bits',
] as const

const needKey = async (deps: Deps, domain: string, selector: string): Promise<DkimRow> => {
  const { id } = await needDomain(deps, domain)
  const row = (await keysOf(deps.db, id)).find((key) => key.selector === selector)
  if (!row) throw new UsageError(`${domain} has no key ${selector}. See: mc dkim list`)
  return row
}

const KINDS: Readonly<Record<string, Pick<Body, 'algorithm' | 'key_bits'>>> = {
  '2048': { key_bits: 2048 },
  '3072': { key_bits: 3072 },
  '4096': { key_bits: 4096 },
  ed25519: { algorithm: 'ed25519' },
}

const kindOf = (given: Args['values'][string]): Pick<Body, 'algorithm' | 'key_bits'> => {
  if (given === undefined) return {}
  const kind = Object.hasOwn(KINDS, String(given)) ? KINDS[String(given)] : undefined
  if (!kind) throw new UsageError(`--key takes one of ${Object.keys(KINDS).join(', ')}.`)
  return kind
}

const selectorOf = (given: Args['values'][string]): Pick<Body, 'selector'> => {
  if (given === undefined) return {}
  if (typeof given === 'string' && new RegExp(DKIM.selector).test(given)) return { selector: given }
  throw new UsageError('--selector takes lower-case letters, digits and hyphens, up to 63.')
}

export const listKeys: Command = {
  usage: '[--domain <name>] [--search <text>]',
  summary: 'DKIM keys with what the DNS has of them',
  options: { domain: { type: 'string' }, search: { type: 'string' } },
  words: { min: 0, max: 0 },
  run: ({ values: { domain, search } }) =>
    withPanel(async ({ deps }) => {
      const query = {
        ...(typeof domain === 'string' ? { domain: (await needDomain(deps, domain)).name } : {}),
        ...(typeof search === 'string' ? { search } : {}),
      }
      const rows = await collected(allKeys(deps.db, query))
      return { text: table(rows, columns, 'There are no such keys.'), data: rows }
    }),
}

export const createKey: Command = {
  usage: '<domain> [--selector <name>] [--key 2048|3072|4096|ed25519]',
  summary:
    'make a DKIM key and print its record; beside another key it waits until it is activated',
  options: { selector: { type: 'string' }, key: { type: 'string' } },
  words: { min: 1, max: 1 },
  run: ({ positionals: [domain = ''], values }) =>
    withPanel(async ({ deps, caller }) => {
      const { name } = await needDomain(deps, domain)
      const body = { domain: name, ...selectorOf(values.selector), ...kindOf(values.key) }
      const row = await create(deps, caller, body)
      const { bind } = recordForms(row.dns_name, row.dns_value, row.domain)
      const next =
        row.state === 'active'
          ? 'Mail is signed with it from now on. Its record in the DNS:'
          : `Put its record into the DNS, then: mc dkim activate ${domain} ${row.selector}`
      return { text: `${next}\n\n${bind}`, data: row }
    }),
}

export const activateKey: Command = {
  usage: '<domain> <selector> [--force]',
  summary: 'sign with this key from now on; --force although its record is not seen in the DNS',
  options: { force: { type: 'boolean' } },
  words: { min: 2, max: 2 },
  run: ({ positionals: [domain = '', selector = ''], values: { force } }) =>
    withPanel(async ({ deps, caller }) => {
      const { id } = await needKey(deps, domain, selector)
      const row = await activate(deps, caller, id, force === true)
      const alone = row.warnings
        ? ' Nothing else signs it, and many receivers cannot verify Ed25519 yet: make an RSA key too.'
        : ''
      return { text: `Mail of ${domain} is signed with ${row.selector}.${alone}`, data: row }
    }),
}

export const deleteKey: Command = {
  usage: '<domain> <selector> [--force]',
  summary: 'delete a DKIM key; --force although mail is signed with it',
  options: { force: { type: 'boolean' } },
  words: { min: 2, max: 2 },
  run: ({ positionals: [domain = '', selector = ''], values: { force } }) =>
    withPanel(async ({ deps, caller }) => {
      const { id, state, domain_id } = await needKey(deps, domain, selector)
      await remove(deps, caller, id, force === true)
      const left = (await keysOf(deps.db, domain_id)).filter((key) => key.state === 'active')
      const text =
        state === 'active' && left.length === 0 ? ` Mail of ${domain} leaves unsigned now.` : ''
      return { text: `The key ${selector} of ${domain} is gone.${text}`, data: { id } }
    }),
}
