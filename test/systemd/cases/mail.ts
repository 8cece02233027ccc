import type { Test } from 'tap'
import { until } from '../../helpers/until.ts'
import type { Bed } from './types.ts'

const ports = { submission: 587, imap: 143, dns: 53 }
const signed = { signatures: ['fresh.example pass'] }

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
  // What an administrator does at his DNS provider.
  const found = /"dns_name":"([^"]+)","dns_value":"([^"]+)"/.exec(JSON.stringify(body)) ?? []
  const strings = (found[2] ?? '').match(/.{1,250}/g) ?? []
  const record = `${found[1]}. 60 IN TXT ${strings.map((part) => `"${part}"`).join(' ')}`
  const zone = `server:\n  local-zone: "fresh.example." static\n  local-data: '${record}'\n`
  await bed.tell(['sh', '-c', `cat > /etc/unbound/unbound.conf.d/zone.conf <<'END'\n${zone}END`])
  await bed.tell(['systemctl', 'restart', 'unbound'])
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

/** Sent with authentication, signed, delivered, read over IMAP, its signature verified. */
export const mailFlows = async (t: Test, bed: Bed, subject: string): Promise<void> => {
  t.same(await bed.customer('mail', { ports, subject }), signed, `mail flows: ${subject}`)
}
