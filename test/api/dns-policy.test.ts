import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { dnsPanel, recordOf, withZone } from '../helpers/dns-panel.ts'
import { txt } from '../helpers/dns-world.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

/** A self-signed certificate for the name, which the client is told to trust. */
const certificateFor = (t: Test, name: string) => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-sts-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')]
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-days', '2', '-subj', '/CN=test'],
      ...['-addext', `subjectAltName=DNS:${name}`, '-keyout', key, '-out', cert],
    ],
    { stdio: 'ignore' },
  )
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}

t.test('an MTA-STS policy is fetched over HTTPS alone, within bounds', async (t) => {
  const pair = certificateFor(t, 'mta-sts.example.com')
  const answers: { status: number; text: string } = {
    status: 200,
    text: 'version: STSv1\nmode: enforce\nmx: mail.host.example\nmax_age: 604800\n',
  }
  const server = createServer(pair, (_request, response) => {
    response.writeHead(answers.status, { location: 'https://127.0.0.1/' }).end(answers.text)
  })
  server.listen(0, '127.0.0.1')
  await until('the web server listens', 60_000, () => server.listening)
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const panel = await dnsPanel(t, { policies: { port, ca: pair.cert, local: true } })
  await panel.domain('example.com')
  const sts = {
    '_mta-sts.example.com TXT': txt('v=STSv1; id=1'),
    'mta-sts.example.com A': ['127.0.0.1'],
  }
  const found = async () => {
    const { body } = await panel.admin.call('POST /dns', { body: { domain: 'example.com' } })
    return recordOf(body, 'MTA-STS')
  }
  withZone(panel, sts)
  t.match(await found(), { status: 'pass', message: /MTA-STS protects/ })
  answers.text = answers.text.replace('mail.host', 'other')
  t.match(await found(), { status: 'fail', message: /does not name mail\.host\.example/ })
  answers.text = 'x'.repeat(100_000)
  t.match(await found(), { status: 'fail', message: /longer than 64 kB/ })
  answers.status = 302
  t.match(await found(), { status: 'fail', message: /answers 302/ })
  withZone(panel, { ...sts, 'mta-sts.example.com A': ['127.0.0.2'] })
  t.match(await found(), { status: 'unknown', message: /no connection/ })
  withZone(panel, { '_mta-sts.example.com TXT': txt('v=STSv1; id=1') })
  t.match(await found(), { status: 'fail', message: /has no address/ })
})

t.test('a policy on a local address is not fetched', async (t) => {
  const panel = await dnsPanel(t)
  await panel.domain('example.com')
  withZone(panel, {
    '_mta-sts.example.com TXT': txt('v=STSv1; id=1'),
    'mta-sts.example.com A': ['127.0.0.1'],
  })
  const { body } = await panel.admin.call('POST /dns', { body: { domain: 'example.com' } })
  t.match(recordOf(body, 'MTA-STS'), { status: 'fail', message: /leads to a local address/ })
})
