import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { BodyOf, DkimKey } from '@mc/shared/contract'
import { recordForms, txtStrings } from '@mc/shared/dkim-record'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { left, received, signatures, subjectOf, submit } from '../helpers/mail-client.ts'
import { launchMc } from '../helpers/mc.ts'
import { startPanel } from '../helpers/panel.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const bed = await startMailBed(t)
const { panel, call } = bed

const keysOf = async (domain: string): Promise<readonly DkimKey[]> =>
  (await call('GET /dkim', { query: { domain, pageSize: 100 } })).body.data
const keyOf = async (domain: string, selector: string): Promise<DkimKey> => {
  const key = (await keysOf(domain)).find((one) => one.selector === selector)
  if (!key) throw new Error(`${domain} has no key ${selector}`)
  return key
}
const create = (body: BodyOf<'POST /dkim'>) => call('POST /dkim', { body })
const check = ({ id }: DkimKey) => call('POST /dkim/{id}/check', { params: { id }, body: {} })
const activate = ({ id }: DkimKey, more: { force?: boolean } = {}) =>
  call('PATCH /dkim/{id}', { params: { id }, body: { state: 'active', ...more } })

/**
 * Changes the records of the resolver as the owner of a zone would, until the panel publishes the next time. The
 * socket is named as this machine sees it; the panel's own file names it as the daemons do.
 */
const control = join(mkdtempSync(join(tmpdir(), 'mc-dkim-')), 'control.conf')
t.teardown(() => rmSync(dirname(control), { recursive: true, force: true }))
writeFileSync(
  control,
  `remote-control:\n  control-enable: yes\n  control-use-cert: no\n  control-interface: "${panel.layout.stack.unbound.control}"\n`,
)
const zone = (...command: string[]): void => {
  execFileSync('unbound-control', ['-c', control, ...command], { stdio: 'ignore' })
}
const unpublish = ({ dns_name }: DkimKey): void => zone('local_data_remove', dns_name)
const publish = (key: DkimKey, value: string): void => {
  unpublish(key)
  const strings = txtStrings(value).map((part) => `"${part}"`)
  zone('local_data', `${key.dns_name}. 60 IN TXT ${strings.join(' ')}`)
}

/** Sends one mail now and tells how it is signed when it arrives. */
const signedNow = async (email: string) => {
  const subject = subjectOf('signed')
  const { code, text } = await submit(bed, { user: email }, { to: email, subject })
  if (code !== 250) throw new Error(`The mail was not taken: ${text}`)
  return signatures(bed, await received(bed, email, subject))
}
const by = (domain: string, selector: string) => [{ domain, selector, result: 'pass' }]

t.test('a first key signs at once, and only the signer can read it', async (t) => {
  const { name } = await bed.freshDomain()
  const anna = await bed.mailbox(`anna@${name}`)
  t.same(await signedNow(anna.email), by(name, 'mail'))
  const key = await keyOf(name, 'mail')
  t.match(key, { state: 'active', signing: true, algorithm: 'rsa', key_bits: 2048 })
  t.match((await check(key)).body, { dns_status: 'published', published_seen_at: String })
  t.same(
    (await bed.dns.resolveTxt(key.dns_name)).map((strings) => strings.join('')),
    [key.dns_value],
  )
  const file = join(panel.layout.stack.opendkim.keys, name, 'mail.private')
  t.equal(statSync(file).mode & 0o777, 0o400)
  t.match(await create({ domain: name }), { status: 409, body: { code: 'dkim_key_exists' } })
  t.match(await create({ domain: 'nowhere.test' }), { status: 404 })
})

t.test('rotation without a gap: pending, published, seen, active, retired', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const old = await keyOf(name, 'mail')
  const subject = subjectOf('on its way')
  await submit(bed, { user: email }, { to: 'far@away.example', subject })
  const onItsWay = await left(bed, subject)
  const signer = (await panel.supervisor.list()).find((one) => one.name === 'opendkim')

  const made = await create({ domain: name, selector: 'next' })
  t.match([made.status, made.body.state, made.body.signing], [201, 'pending', false])
  const next = made.body
  unpublish(next)
  t.match((await check(next)).body, { dns_status: 'missing' })
  t.match(await activate(next), { status: 409, body: { code: 'dkim_not_published' } })
  t.same(await signedNow(email), by(name, 'mail'), 'the old one goes on signing')
  publish(next, old.dns_value)
  t.match((await check(next)).body, { dns_status: 'mismatch', dns_actual: old.dns_value })
  t.match(await activate(next), { status: 409, body: { code: 'dkim_not_published' } })

  publish(next, next.dns_value)
  t.match((await check(next)).body, { dns_status: 'published', state: 'pending' })
  // Mail is sent all the while: none may be unsigned or signed with what does not verify.
  let switching = true
  const during = (async () => {
    const subjects: string[] = []
    while (switching) {
      const one = subjectOf('during')
      t.match(await submit(bed, { user: email }, { to: email, subject: one }), { code: 250 })
      subjects.push(one)
    }
    return subjects
  })()
  t.match(await activate(next), { status: 200, body: { state: 'active', signing: true } })
  t.same(await signedNow(email), by(name, 'next'), 'the mail right after has the new signature')
  switching = false
  const subjects = await during
  for (const one of subjects) {
    const found = await signatures(bed, await received(bed, email, one))
    t.match(found, [{ domain: name, result: 'pass' }], one)
  }
  t.comment(`${subjects.length} mails were sent during the switch`)
  const retired = await keyOf(name, 'mail')
  t.match(retired, { state: 'retired', signing: false, retire_at: String })
  const days = (Date.parse(retired.retire_at ?? '') - Date.now()) / 86_400_000
  t.ok(days > 5, `kept for ${days} days: longer than mail waits in a queue`)
  t.same(await signatures(bed, onItsWay.source), by(name, 'mail'), 'what was on its way verifies')
  const after = (await panel.supervisor.list()).find((one) => one.name === 'opendkim')
  t.same(after?.pid, signer?.pid, 'the signer was not restarted')
})

t.test('a grace period that is over: the file goes, then the record, then the key', async (t) => {
  const { name } = await bed.freshDomain()
  const { body: next } = await create({ domain: name, selector: 'next' })
  t.equal((await activate(next)).status, 200)
  const db = new DatabaseSync(panel.layout.panel.database)
  db.exec('PRAGMA busy_timeout = 5000')
  db.prepare(
    "update dkim_keys set retire_at = '2020-01-01T00:00:00.000Z' where domain = ? and selector = 'mail'",
  ).run(name)
  db.close()
  await until('the sweep has removed it', 150_000, async () => {
    const [only, ...more] = await keysOf(name)
    return only?.selector === 'next' && more.length === 0
  })
  const { keys, removedKeys } = panel.layout.stack.opendkim
  t.same(readdirSync(join(keys, name)), ['next.private'])
  t.ok(readdirSync(removedKeys).some((file) => file.endsWith(`mail._domainkey.${name}`)))
  await t.rejects(bed.dns.resolveTxt(`mail._domainkey.${name}`), { code: 'ENOTFOUND' })
})

t.test('longer keys are published in pieces, sign and verify', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  for (const key_bits of [3072, 4096] as const) {
    const selector = `r${key_bits}`
    const { body: key } = await create({ domain: name, selector, key_bits })
    t.match(key, { key_bits, state: 'pending' })
    const [strings = []] = await bed.dns.resolveTxt(key.dns_name)
    t.ok(strings.length > 1 && strings.every((part) => part.length <= 255))
    t.equal(strings.join(''), key.dns_value)
    t.match(await activate(key), { status: 200, body: { dns_status: 'published' } })
    t.same(await signedNow(email), by(name, selector))
  }
})

t.test('the line for BIND is one that a zone file takes', async (t) => {
  const { name } = await bed.freshDomain()
  const key = await keyOf(name, 'mail')
  const { bind } = recordForms(key.dns_name, key.dns_value, name)
  const conf = join(t.testdir({ 'zone.conf': '' }), 'zone.conf')
  const zoneFile = join(t.testdirName, 'zone')
  const head = `$ORIGIN ${name}.\n@ 60 IN SOA ns hostmaster 1 60 60 60 60\n@ 60 IN NS ns\nns 60 IN A 127.0.0.1\n`
  writeFileSync(zoneFile, `${head}${bind}\n`)
  writeFileSync(
    conf,
    `server:\n  chroot: ""\n  username: ""\nauth-zone:\n  name: "${name}."\n  zonefile: "${zoneFile}"\n`,
  )
  t.match(
    execFileSync('unbound-checkconf', [conf], { encoding: 'utf8' }),
    /no errors/,
    'with the zone that has the line',
  )
})

t.test('deleting the key that signs needs force; the next one made signs at once', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const { id } = await keyOf(name, 'mail')
  const drop = (query: { force?: 'true' }) => call('DELETE /dkim/{id}', { params: { id }, query })
  t.match(await drop({}), { status: 409, body: { code: 'key_is_active' } })
  t.same(await signedNow(email), by(name, 'mail'))
  t.match(await drop({ force: 'true' }), { status: 200 })
  t.same(await signedNow(email), [], 'unsigned, but delivered')
  t.match(await create({ domain: name, selector: 'again' }), {
    status: 201,
    body: { state: 'active', signing: true },
  })
  t.same(await signedNow(email), by(name, 'again'))
})

t.test('while the agent is down nothing is half switched', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const { body: next } = await create({ domain: name, selector: 'next' })
  await panel.supervisor.stop('agent')
  t.match(await activate(next), { status: 503, body: { code: 'agent_unavailable' } })
  t.match(await create({ domain: name, selector: 'third' }), { status: 503 })
  t.match(
    (await keysOf(name)).map(({ selector, state }) => [selector, state]),
    [
      ['mail', 'active'],
      ['next', 'pending'],
    ],
  )
  t.same(await signedNow(email), by(name, 'mail'))
  await panel.supervisor.start('agent')
  await until('the agent is back', 30_000, async () => (await activate(next)).status === 200)
  t.same(await signedNow(email), by(name, 'next'))
})

t.test('the command line rotates too', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const run = (...words: string[]) => launchMc(panel, ['dkim', ...words])
  const made = await run('create', name, '--selector', 'next', '--key', '3072')
  t.match(made, { code: 0, stdout: /^Put its record.*\n\nnext\._domainkey\..* IN TXT \( "/ })
  t.match(await run('create', name), { code: 1, stderr: /has a key with the selector mail/ })
  t.match(await run('create', name, '--key', '1024'), { code: 1, stderr: /--key takes/ })
  t.match(await run('activate', name, 'nope'), { code: 1, stderr: /has no key nope/ })
  t.match(await run('activate', name, 'next'), { code: 0, stdout: /signed with next/ })
  t.same(await signedNow(email), by(name, 'next'))
  t.match(await run('delete', name, 'next'), { code: 1, stderr: /signed with this key/ })
  const rows = JSON.parse((await run('list', '--domain', name, '--json')).stdout)
  t.match(rows, [
    { selector: 'mail', state: 'retired', dns_status: String },
    { selector: 'next', state: 'active', signing: true, dns_status: 'published' },
  ])
})

t.test('a domain made again under the same name has another key', async (t) => {
  const { id, name } = await bed.freshDomain()
  const before = await keyOf(name, 'mail')
  t.equal((await call('DELETE /domains/{id}', { params: { id } })).status, 200)
  await bed.domain(name)
  const after = await keyOf(name, 'mail')
  t.not(after.dns_value, before.dns_value)
  t.not(after.id, before.id)
})

t.test('keys of an older release are adopted as they are', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const before = await keyOf(name, 'mail')
  await panel.stop()
  const db = new DatabaseSync(panel.layout.panel.database)
  db.exec('drop table dkim_keys; drop table dkim_domains')
  // Steps behind it may be repeated.
  db.prepare("delete from panel_migrations where name >= '0003'").run()
  db.close()
  const state = join(panel.layout.agent.desired, 'domains.json')
  const { domains }: { domains: { name: string }[] } = JSON.parse(readFileSync(state, 'utf8'))
  writeFileSync(state, JSON.stringify({ domains: domains.map((one) => one.name) }))
  await startPanel(t, panel.again)
  await until('its keys are known again', 60_000, async () => {
    const answer = await call('GET /dkim', { query: { domain: name } })
    return answer.status === 200 && answer.body.total > 0
  })
  const after = await keyOf(name, 'mail')
  t.match([after.dns_value, after.state], [before.dns_value, 'active'])
  t.same(await signedNow(email), by(name, 'mail'))
})
