import { X509Certificate } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { domainHandlers } from '@mc/server/agent/handlers/domains.ts'
import { applyStack } from '@mc/server/agent/mailstack/apply.ts'
import { readCertificate } from '@mc/server/agent/mailstack/certificate.ts'
import { saveSettings } from '@mc/server/agent/mailstack/desired.ts'
import { createQueue } from '@mc/server/agent/queue.ts'
import type { MailSettings } from '@mc/shared/ops'
import t from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'

t.setTimeout(600_000)

const settings: MailSettings = {
  hostname: 'mail.a.test',
  postmaster_address: null,
  public_addresses: ['192.0.2.1', '2001:db8::1'],
  message_size_limit: 26_214_400,
  certificate: { source: 'self-signed' },
}

/** Every rendered file with its content. */
const rendered = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => [path, readFileSync(path, 'latin1')]),
  )

t.test(
  'settings are rendered, judged by each daemon and installed; then nothing is left to do',
  async (t) => {
    const { layout, deps } = agentDeps(t)
    const first = await applyStack(deps, settings)
    t.same(first.changed, [
      'certificate',
      'rsyslog',
      'unbound',
      'spamd',
      'opendkim',
      'dovecot',
      'postfix',
    ])
    t.same((await applyStack(deps, settings)).changed, [])
    t.match((await applyStack(deps, { ...settings, message_size_limit: 10_485_760 })).changed, [
      'postfix',
    ])
    const main = readFileSync(join(layout.stack.postfix.config, 'main.cf'), 'utf8')
    t.match(main, /^message_size_limit = 10485760$/m)
    t.match(main, /^queue_minfree = 20971520$/m)
  },
)

t.test('Postfix asks the second signer exactly while an Ed25519 key is active', async (t) => {
  const { layout, deps } = agentDeps(t)
  await applyStack(deps, settings)
  await saveSettings(deps, settings)
  const { 'dkim.make': make, 'domains.apply': apply } = domainHandlers(deps, createQueue())
  const domain = 'a.test'
  await make({ keys: [{ domain, selector: 'mail', algorithm: 'rsa', bits: 2048 }] })
  await make({ keys: [{ domain, selector: 'ed', algorithm: 'ed25519', bits: 2048 }] })
  const asks = () =>
    ['main.cf', 'master.cf'].map((name) =>
      [
        ...readFileSync(join(layout.stack.postfix.config, name), 'utf8').matchAll(
          /ed25519\.sock, default_action=(\w+)/g,
        ),
      ].map(([, action]) => action),
    )
  const active = (...selectors: string[]) =>
    apply({
      domains: [
        { name: domain, keys: selectors.map((selector) => ({ selector, state: 'active' })) },
      ],
    })
  await active('mail')
  t.same(asks(), [[], []])
  await active('mail', 'ed')
  t.same(asks(), [['accept'], ['accept', 'accept']], 'RSA signs whatever becomes of the other')
  await active('ed')
  t.same(asks(), [['tempfail'], ['tempfail', 'tempfail']], 'nothing leaves unsigned')
  await active('mail')
  t.same(asks(), [[], []])
})

t.test('what one daemon refuses changes nothing for any of them', async (t) => {
  const { layout, deps, with: other } = agentDeps(t)
  await applyStack(deps, settings)
  const etc = join(layout.stack.postfix.config, '..')
  const before = rendered(etc)
  const certificate = await readCertificate(deps)
  for (const checker of ['postfix', 'doveconf', 'opendkim'] as const) {
    const refusing = other({ [checker]: '/bin/false' })
    await t.rejects(applyStack(refusing, { ...settings, hostname: 'mail.b.test' }), {
      code: 'configuration_refused',
      message: /nothing was changed/,
    })
    t.same(rendered(etc), before, `${checker} refused`)
    t.same(await readCertificate(deps), certificate)
  }
})

t.test('the certificate names host and addresses, and is made anew with them', async (t) => {
  const { layout, deps } = agentDeps(t)
  await applyStack(deps, settings)
  const one = await readCertificate(deps)
  t.same(one.names, ['mail.a.test', '127.0.0.1', '192.0.2.1', '2001:DB8:0:0:0:0:0:1'])
  t.equal(statSync(layout.stack.tls.bundle).mode & 0o777, 0o600)
  const pem = new X509Certificate(readFileSync(layout.stack.tls.bundle))
  t.equal(one.fingerprint, pem.fingerprint256)
  t.ok(
    (await applyStack(deps, { ...settings, hostname: 'mail.b.test' })).changed.includes(
      'certificate',
    ),
  )
  t.match(await readCertificate(deps), { names: ['mail.b.test', '127.0.0.1'] })
})

t.test(
  'every domain gets a key that only the signer reads; a domain that goes takes its key along',
  async (t) => {
    const { layout, deps } = agentDeps(t)
    await applyStack(deps, settings)
    await saveSettings(deps, settings)
    const { 'domains.apply': apply, 'dkim.make': make } = domainHandlers(deps, createQueue())
    const first = (...names: string[]) => ({
      domains: names.map((name) => ({
        name,
        keys: [{ selector: 'mail', state: 'active' as const }],
      })),
    })
    const asked = (...names: string[]) => ({
      keys: names.map((domain) => ({
        domain,
        selector: 'mail',
        algorithm: 'rsa' as const,
        bits: 2048,
      })),
    })
    const { keys, keyTable, signingTable } = layout.stack.opendkim
    const names = Array.from({ length: 12 }, (_, n) => `d${n}.test`)
    let pulses = 0
    const pulse = setInterval(() => {
      pulses += 1
    }, 1)
    t.equal((await make(asked(...names))).keys.length, 12)
    clearInterval(pulse)
    // Of keys made on the loop itself not one pulse would come between two.
    t.ok(pulses >= 12, `the agent could answer others ${pulses} times meanwhile`)
    const file = join(keys, 'd0.test/mail.private')
    t.equal(statSync(file).mode & 0o777, 0o400)
    const key = readFileSync(file, 'utf8')
    t.same(await apply(first(...names)), { domains: 12, unusable: [] })
    await make(asked('d0.test', 'new.test'))
    t.same(await apply(first('d0.test', 'new.test')), { domains: 2, unusable: [] })
    t.equal(readFileSync(file, 'utf8'), key, 'a key that stands is kept')
    t.same(readdirSync(keys).sort(), ['d0.test', 'new.test'])
    t.equal(readFileSync(keyTable, 'utf8').trim().split('\n').length, 2)
    t.match(readFileSync(signingTable, 'utf8'), '*@new.test mail._domainkey.new.test\n')
    const zones = readFileSync(layout.stack.unbound.zones, 'utf8')
    t.match(zones, "local-data: 'new.test. 60 IN MX 10 mail.a.test.'")
    t.notMatch(zones, 'd5.test')
    await apply(first('new.test'))
    await make(asked('d0.test'))
    await apply(first('new.test', 'd0.test'))
    t.not(readFileSync(file, 'utf8'), key, 'made again, it has another key')
  },
)
