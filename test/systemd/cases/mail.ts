import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import { type Bed, write } from './types.ts'

const ports = { submission: 587, imap: 143, dns: 53 }

/** What an administrator does at his DNS provider. */
export const published = async (
  bed: Bed,
  [name, value]: readonly [name: string, value: string],
): Promise<void> => {
  const strings = value.match(/.{1,250}/g) ?? []
  const record = `${name}. 60 IN TXT ${strings.map((part) => `"${part}"`).join(' ')}`
  const line = `  local-data: '${record}'\n`
  await bed.tell([
    'sh',
    '-c',
    'printf %s "$1" >> /etc/unbound/unbound.conf.d/zone.conf',
    'add',
    line,
  ])
  await bed.tell(['systemctl', 'restart', 'unbound'])
}

/**
 * The first administrator, a domain and mailboxes, as the page makes them.
 * @returns his token for scripts
 */
export const setUp = async (
  t: Test,
  bed: Bed,
  link: { readonly url: string; readonly token: string },
): Promise<string> => {
  t.match(await bed.customer('enter', link), { page: 200, type: 'text/html' })
  const login = await bed.call('POST /auth/login', {
    username: 'admin',
    password: 'Correct-horse-7',
  })
  t.equal(login.status, 200)
  const { body } = await until('the domain has its key', 60_000, async () => {
    const keys = await bed.call('GET /dkim', undefined, '?domain=fresh.example')
    return JSON.stringify(keys.body).includes('v=DKIM1') && keys
  })
  const [, name = '', value = ''] =
    /"dns_name":"([^"]+)","dns_value":"([^"]+)"/.exec(JSON.stringify(body)) ?? []
  const zone = 'server:\n  local-zone: "fresh.example." static\n'
  await write(bed, '/etc/unbound/unbound.conf.d/zone.conf', zone)
  await published(bed, [name, value])
  const scopes = { services: 'write', domains: 'read' } as const
  const { body: made } = await bed.call('POST /tokens', { name: 'script', scopes })
  return made.token
}

/** The reader of the log, which is in the log's group without the panel being so, has found that message. */
export const traced = async (t: Test, bed: Bed): Promise<void> => {
  const found = await until('the message is in the trace', 60_000, async () => {
    const { body } = await bed.call('GET /logs/trace', undefined, '?search=bob@fresh.example')
    return JSON.stringify(body).includes('"status":"delivered"') && body
  })
  t.match(JSON.stringify(found), 'alice@fresh.example', 'with its sender')
}

/**
 * Sent with authentication, signed, delivered, read over IMAP, its signatures verified.
 * @param count how many there are
 */
export const mailFlows = async (
  t: Test,
  bed: Bed,
  subject: string,
  count: 1 | 2 = 1,
): Promise<void> => {
  const signatures = Array.from({ length: count }, () => 'fresh.example pass')
  t.same(await bed.customer('mail', { ports, subject }), { signatures }, `mail flows: ${subject}`)
}
