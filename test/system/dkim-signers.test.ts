import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BodyOf, DkimKey } from '@mc/shared/contract'
import t from 'tap'
import { judgeSignatures } from '../helpers/dkim-verify.ts'
import { startMailBed } from '../helpers/mail-bed.ts'
import { arrive, left, received, signatures, subjectOf, submit } from '../helpers/mail-client.ts'
import { openMilter } from '../helpers/milter.ts'
import { sendFromOutside } from '../helpers/smtp.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const bed = await startMailBed(t)
const { layout, supervisor } = bed.panel
const { name } = await bed.freshDomain()
const { email } = await bed.mailbox(`anna@${name}`)

const reload = () => supervisor.signal('opendkim', 'USR1')
const pidOf = async (): Promise<number> =>
  (await supervisor.list()).find((one) => one.name === 'opendkim')?.pid ?? 0
const together = <T>(count: number, work: (one: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_none, one) => work(one)))

/**
 * The first connections after a start or a reload have OpenDKIM set up its resolver, each in a thread of its own and
 * none waiting for another. Where that takes a file, two at once end the process or leave it deaf to later reloads.
 */
t.test('the signer lives through connections that meet its reload', async (t) => {
  const before = await pidOf()
  const heard = new Set<string>()
  for (let round = 0; round < 150 && heard.size < 2; round += 1) {
    await reload()
    const open = await together(16, () => openMilter(layout.stack.opendkim.socket))
    for (const said of await Promise.all(open.map((one) => one.client()))) heard.add(said)
    for (const one of open) one.close()
  }
  t.same([...heard], ['c'], 'none was put off')
  t.equal(await pidOf(), before, 'it is the process that it was')
})

t.test('parallel mail is signed and verified, reload after reload', async (t) => {
  const before = await pidOf()
  const sent: string[] = []
  const refused: string[] = []
  const send = async (sender: number): Promise<void> => {
    const subject = subjectOf('parallel')
    const isOurs = sender % 2 === 0
    const said = isOurs
      ? await submit(bed, { user: email }, { to: email, subject })
      : await arrive(bed, email, subject)
    if (said.code !== 250) refused.push(said.text)
    else if (isOurs) sent.push(subject)
  }
  for (let round = 0; round < 4; round += 1) {
    await reload()
    await together(8, send)
  }
  t.same(refused, [], 'no mail was put off')
  t.equal(await pidOf(), before)
  for (const subject of sent) {
    const found = await signatures(bed, await received(bed, email, subject))
    t.same(found, [{ domain: name, selector: 'mail', result: 'pass' }], subject)
  }
})

t.test('what comes in is verified with the keys that are published', async (t) => {
  const subject = subjectOf('there and back')
  await submit(bed, { user: email }, { to: 'far@away.example', subject })
  const { source } = await left(bed, subject)
  const back = async (content: string): Promise<string> => {
    const envelope = { from: 'far@away.example', to: email }
    await sendFromOutside(bed.panel.ports.smtp, envelope, content, '127.9.8.7')
    const unlike = /^Subject: (.*)$/m.exec(content)?.[1] ?? ''
    return received(bed, email, unlike.trim())
  }
  t.match(await back(source), new RegExp(`^\\s+dkim=pass .*${name}`, 'm'))
  const changed = source.replace(subject, `${subject} changed`)
  t.match(await back(changed), /^\s+dkim=fail /m, 'and one that was changed is told')
})

const { call } = bed
const create = async (body: BodyOf<'POST /dkim'>): Promise<DkimKey> =>
  (await call('POST /dkim', { body })).body
const activate = ({ id }: DkimKey) =>
  call('PATCH /dkim/{id}', { params: { id }, body: { state: 'active' } })
const keysOf = async (domain: string): Promise<readonly DkimKey[]> =>
  (await call('GET /dkim', { query: { domain, pageSize: 100 } })).body.data

/** Both kinds by a verifier of this test's own, too. */
const kinds = async (email: string) => {
  const subject = subjectOf('kinds')
  const { code, text } = await submit(bed, { user: email }, { to: email, subject })
  if (code !== 250) throw new Error(`The mail was not taken: ${text}`)
  const found = await judgeSignatures(await received(bed, email, subject), async (name) =>
    (await bed.dns.resolveTxt(name)).flat().join(''),
  )
  return found.map((one) => `${one.selector} ${one.algorithm} ${one.good}`).toSorted()
}
const signers = async () =>
  (await supervisor.list()).filter(({ name }) => name.startsWith('opendkim'))
const isAsked = (): boolean =>
  readFileSync(join(layout.stack.postfix.config, 'master.cf'), 'utf8').includes('ed25519.sock')

t.test('an Ed25519 key signs beside the RSA key, and each is rotated without a gap', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  t.same([(await signers()).length, isAsked()], [1, false], 'nobody pays for what is not used')
  const ed = await create({ domain: name, selector: 'ed', algorithm: 'ed25519' })
  t.match(ed, { state: 'pending', key_bits: 256 })
  t.same(await kinds(email), ['mail rsa-sha256 true'])
  t.match(await activate(ed), { status: 200, body: { state: 'active', signing: true } })
  t.same(await kinds(email), ['ed ed25519-sha256 true', 'mail rsa-sha256 true'], 'right after')
  t.same([(await signers()).length, isAsked()], [2, true])
  const before = (await signers()).map(({ pid }) => pid)

  const ed2 = await create({ domain: name, selector: 'ed2', algorithm: 'ed25519' })
  t.match(await activate(ed2), { status: 200 })
  t.same(await kinds(email), ['ed2 ed25519-sha256 true', 'mail rsa-sha256 true'])
  const rsa2 = await create({ domain: name, selector: 'rsa2' })
  t.match(await activate(rsa2), { status: 200 })
  t.same(await kinds(email), ['ed2 ed25519-sha256 true', 'rsa2 rsa-sha256 true'])
  const states = (await keysOf(name)).map(({ selector, state }) => `${selector} ${state}`)
  t.same(states.toSorted(), ['ed retired', 'ed2 active', 'mail retired', 'rsa2 active'])
  t.same(
    (await signers()).map(({ pid }) => pid),
    before,
    'neither was restarted',
  )

  const other = await bed.freshDomain()
  const { email: bob } = await bed.mailbox(`bob@${other.name}`)
  t.same(await kinds(bob), ['mail rsa-sha256 true'], 'a domain without such a key is as before')
  const drop = (query: { force?: 'true' }) =>
    call('DELETE /dkim/{id}', { params: { id: ed2.id }, query })
  t.match(await drop({}), { status: 409, body: { error: /signed with RSA alone/ } })
  t.match(await drop({ force: 'true' }), { status: 200 })
  t.same(await kinds(email), ['rsa2 rsa-sha256 true'])
  t.same([(await signers()).length, isAsked()], [1, false], 'the last one takes its process along')
})

t.test('both signers are one service', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  const ed = await create({ domain: name, selector: 'ed', algorithm: 'ed25519' })
  t.match(await activate(ed), { status: 200 })
  const service = async () => {
    const { status, body } = await call('GET /services')
    return status === 200 ? body.find((one) => one.name === 'opendkim') : undefined
  }
  const control = (action: 'stop' | 'start') =>
    call('POST /services', { body: { service: 'opendkim', action } })
  const second = async () => (await signers()).find((one) => one.name === 'opendkim-ed25519')
  t.match(await control('stop'), { status: 200 })
  t.same(
    (await signers()).map(({ state }) => state),
    ['stopped', 'stopped'],
  )
  const refused = await submit(bed, { user: email }, { to: email, subject: subjectOf('unsigned') })
  t.ok(refused.code >= 400 && refused.code < 500, `mail waits with its sender: ${refused.text}`)
  t.match(await control('start'), { status: 200 })
  t.same(await kinds(email), ['ed ed25519-sha256 true', 'mail rsa-sha256 true'])

  await supervisor.stop('opendkim-ed25519')
  await until('the list says so', 30_000, async () => (await service())?.status === 'failed')
  t.match(await service(), { detail: /second process, which signs with Ed25519, does not/ })
  t.same(await kinds(email), ['mail rsa-sha256 true'], 'RSA signs meanwhile')
  await supervisor.start('opendkim-ed25519')
  await until('it is well again', 30_000, async () => (await service())?.status === 'running')
  await supervisor.stop('agent')
  const { pid } = (await second()) ?? {}
  await supervisor.start('agent')
  const drop = { params: { id: ed.id }, query: { force: 'true' } } as const
  // Until the agent is back nothing is changed; the list of services may be a second old and says nothing of it.
  await until('the agent is back', 60_000, async () => {
    t.equal((await second())?.pid, pid, 'a start of the agent leaves it alone')
    return (await call('DELETE /dkim/{id}', drop)).status === 200
  })
})
