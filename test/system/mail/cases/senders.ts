import { MAIL_PASSWORD, type MailBed } from '../../../helpers/mail-bed.ts'
import {
  arrive,
  left,
  received,
  signatures,
  subjectOf,
  submit,
} from '../../../helpers/mail-client.ts'
import { Smtp } from '../../../helpers/smtp.ts'
import type { Cases } from './types.ts'

/** Two tenants with a mailbox each. */
const tenants = async (bed: MailBed) => {
  const [one, two] = [await bed.freshDomain(), await bed.freshDomain()]
  const anna = await bed.mailbox(`anna@${one.name}`)
  const ben = await bed.mailbox(`ben@${two.name}`)
  return { one: one.name, two: two.name, anna: anna.email, ben: ben.email }
}

/** Domains that signed the message, whether the signature holds or not. */
const signers = async (bed: MailBed, source: string): Promise<string[]> =>
  (await signatures(bed, source)).map(({ domain }) => domain)

/** A logged-in raw session on submission. */
const session = async ({ panel }: MailBed, user: string): Promise<Smtp> => {
  const smtp = await Smtp.open({ port: panel.ports.submission, from: '127.0.0.1' })
  await smtp.command('EHLO client.example')
  await smtp.startTls()
  await smtp.command('EHLO client.example')
  const { code } = await smtp.login(user, MAIL_PASSWORD)
  if (code !== 235) throw new Error(`login refused: ${code}`)
  return smtp
}

export const senderCases: Cases = [
  [
    'a login sends as itself, with a tag, and as an alias that names it; as nobody else',
    async (t, bed) => {
      const { one, two, anna, ben } = await tenants(bed)
      await bed.mailbox(`other@${one}`)
      await bed.alias(`sales@${one}`, anna)
      await bed.alias(`@${two}`, anna)
      const as = (sender: string) =>
        submit(bed, { user: anna }, { from: sender, to: anna, subject: subjectOf('as') })
      for (const sender of [anna, `anna+shop@${one}`, `sales@${one}`]) {
        t.match(await as(sender), { code: 250 }, sender)
      }
      for (const sender of [`other@${one}`, ben, `x@${two}`, `nobody@${one}`, 'who@far.example']) {
        t.match(await as(sender), { code: 553, text: /5\.7\.1/ }, sender)
      }
    },
  ],
  [
    'an alias with more than ten destinations gives no right to send as it',
    async (t, bed) => {
      const { one, anna } = await tenants(bed)
      await bed.alias(`list@${one}`, anna)
      for (let n = 1; n < 10; n += 1) await bed.alias(`list@${one}`, `m${n}@far.example`)
      const send = () =>
        submit(bed, { user: anna }, { from: `list@${one}`, to: anna, subject: subjectOf('ten') })
      t.match(await send(), { code: 250 })
      await bed.alias(`list@${one}`, 'm10@far.example')
      t.match(await send(), { code: 553 })
    },
  ],
  [
    "a header From of another tenant gets the login's own signature",
    async (t, bed) => {
      const { one, anna, ben } = await tenants(bed)
      const subject = subjectOf('header')
      const mail = { from: ben, sender: anna, to: 'x@far.example', subject }
      t.match(await submit(bed, { user: anna }, mail), { code: 250 })
      t.same(await signers(bed, (await left(bed, subject)).source), [one])
    },
  ],
  [
    'the empty sender and a foreign envelope are refused from a login',
    async (t, bed) => {
      const { anna, ben } = await tenants(bed)
      for (const sender of ['', ben]) {
        const smtp = await session(bed, anna)
        await smtp.command(`MAIL FROM:<${sender}>`)
        const said = await smtp.command('RCPT TO:<x@far.example>')
        t.match(said, { code: 553, text: /5\.7\.1/ }, `<${sender}>`)
        await smtp.quit()
      }
    },
  ],
  [
    'without a login nobody gets a signature, from loopback neither',
    async (t, bed) => {
      const { two, anna, ben } = await tenants(bed)
      const smtp = await Smtp.open({ port: bed.panel.ports.submission, from: '127.0.0.1' })
      await smtp.command('EHLO client.example')
      await smtp.startTls()
      await smtp.command('EHLO client.example')
      await smtp.command(`MAIL FROM:<${ben}>`)
      t.match(await smtp.command('RCPT TO:<x@far.example>'), { code: 554 })
      await smtp.quit()
      for (const client of ['127.0.0.1', '127.0.0.2']) {
        const subject = subjectOf('loopback')
        const said = await arrive(bed, anna, subject, { sender: ben, client })
        t.match(said, { code: 250 })
        const domains = await signers(bed, await received(bed, anna, subject))
        t.notOk(domains.includes(two), `no signature of ${two} for ${client}`)
      }
    },
  ],
  [
    'a session that was open when its mailbox was deactivated can send no more',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      const smtp = await session(bed, email)
      await bed.call('PATCH /users', { body: { id, active: false } })
      await smtp.command(`MAIL FROM:<${email}>`)
      t.match(await smtp.command('RCPT TO:<x@far.example>'), { code: 553 })
      await smtp.quit()
    },
  ],
]
