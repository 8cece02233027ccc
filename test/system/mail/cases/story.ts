import { received, signatures, subjectOf, submit, withImap } from '../../../helpers/mail-client.ts'
import type { Cases } from './types.ts'

export const storyCases: Cases = [
  [
    'a mailbox made through the API sends, is signed, is delivered and is read',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const anna = await bed.mailbox(`anna@${name}`)
      const ben = await bed.mailbox(`ben@${name}`)
      const subject = subjectOf('story')
      const said = await submit(bed, { user: anna.email }, { to: ben.email, subject })
      t.match(said, { code: 250 })
      const source = await received(bed, ben.email, subject)
      t.match(source, `Delivered-To: ${ben.email}`)
      t.notMatch(source, /^Received: .*127\.0\.0\.1/m, "the sender's address is nobody's business")
      const signed = { domain: name, selector: 'mail', result: 'pass' }
      t.same(await signatures(bed, source), [signed])
    },
  ],
  [
    'submissions (implicit TLS) takes mail too, and STARTTLS is needed on submission',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const subject = subjectOf('implicit')
      const said = await submit(bed, { user: email }, { to: email, subject }, 'submissions')
      t.match(said, { code: 250 })
      await received(bed, email, subject)
    },
  ],
  [
    'a wrong password is refused by SMTP and IMAP, and so is an unknown login',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const mail = { to: email, subject: 'never' }
      t.match(await submit(bed, { user: email, password: 'Wrong-Horse-9' }, mail), { code: 535 })
      t.match(await submit(bed, { user: `nobody@${name}` }, mail), { code: 535 })
      await t.rejects(withImap(bed, { user: email, password: 'x' }, async () => true))
    },
  ],
  [
    'a login in capital letters is the same login',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const subject = subjectOf('capital')
      const said = await submit(
        bed,
        { user: email.toUpperCase() },
        { from: email, to: email.toUpperCase(), subject },
      )
      t.match(said, { code: 250 })
      await received(bed, email.toUpperCase(), subject)
    },
  ],
]
