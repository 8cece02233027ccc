import { arrive, canLogIn, received, subjectOf, submit } from '../../../helpers/mail-client.ts'
import type { Cases } from './types.ts'

export const switchedOffCases: Cases = [
  [
    'a deactivated mailbox is refused at once, by IMAP, submission and port 25',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      t.ok(await canLogIn(bed, { user: email }))
      await bed.call('PATCH /users', { body: { id, active: false } })
      t.match(await arrive(bed, email, 'x'), { code: 550, text: /5\.2\.1/ })
      t.notOk(await canLogIn(bed, { user: email }))
      t.match(await submit(bed, { user: email }, { to: email, subject: 'x' }), { code: 535 })
      const { email: user } = await bed.mailbox(`ben@${name}`)
      const own = await submit(bed, { user }, { to: email, subject: 'x' })
      t.match(own, { code: 550, text: /5\.2\.1/ }, 'by our own users too')
      await bed.call('PATCH /users', { body: { id, active: true } })
      t.ok(await canLogIn(bed, { user: email }))
    },
  ],
  [
    'an inactive domain defers its mail and refuses its logins',
    async (t, bed) => {
      const { id, name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      await bed.call('PATCH /domains', { body: { id, active: false } })
      const deferred = { code: 450, text: /4\.2\.1/ }
      t.match(await arrive(bed, email, 'x'), deferred)
      t.notOk(await canLogIn(bed, { user: email }))
      const other = await bed.freshDomain()
      const { email: user } = await bed.mailbox(`ben@${other.name}`)
      for (const to of [email, `postmaster@${name}`]) {
        t.match(await submit(bed, { user }, { to, subject: 'x' }), deferred, `${to} by our users`)
      }
      await bed.alias(`only@${other.name}`, email)
      t.match(await arrive(bed, `only@${other.name}`, 'x'), deferred, 'through an alias')
    },
  ],
  [
    'of several destinations each gets theirs, and one in a domain that is switched off keeps it for later',
    async (t, bed) => {
      const [one, two] = [await bed.freshDomain(), await bed.freshDomain()]
      const anna = await bed.mailbox(`anna@${one.name}`)
      const ben = await bed.mailbox(`ben@${two.name}`)
      for (const to of [anna.email, ben.email]) await bed.alias(`both@${one.name}`, to)
      await bed.call('PATCH /domains', { body: { id: two.id, active: false } })
      const subject = subjectOf('kept')
      t.match(await arrive(bed, `both@${one.name}`, subject), { code: 250 })
      t.ok(await received(bed, anna.email, subject))
      t.notOk(await canLogIn(bed, { user: ben.email }))
      await bed.call('PATCH /domains', { body: { id: two.id, active: true } })
      t.ok(await received(bed, ben.email, subject))
    },
  ],
]
