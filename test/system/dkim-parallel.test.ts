import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { arrive, left, received, signatures, subjectOf, submit } from '../helpers/mail-client.ts'
import { openMilter } from '../helpers/milter.ts'
import { sendFromOutside } from '../helpers/smtp.ts'

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
