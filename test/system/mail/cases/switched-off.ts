import { arrive, canLogIn, received, subjectOf, submit } from '../../../helpers/mail-client.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

const TWO_MINUTES = 120_000

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
    'of several destinations those in a domain that is switched off get theirs when it is on again',
    async (t, bed) => {
      const [one, two] = [await bed.freshDomain(), await bed.freshDomain()]
      const anna = await bed.mailbox(`anna@${one.name}`)
      const ben = await bed.mailbox(`ben@${two.name}`)
      for (const to of [anna.email, ben.email]) await bed.alias(`both@${one.name}`, to)
      await bed.call('PATCH /domains', { body: { id: two.id, active: false } })
      const subject = subjectOf('waits')
      t.match(await arrive(bed, `both@${one.name}`, subject), { code: 250 })
      await received(bed, anna.email, subject)
      const search = ben.email
      const row = await until('the other part waits', 20_000, async () => {
        const { body } = await bed.call('GET /queue/items', { query: { search } })
        return body.data.find(({ queue }) => queue === 'deferred')
      })
      t.same(
        row.recipients.map(({ address }) => address),
        [ben.email],
      )
      t.match(row.recipients[0]?.reason, /domain is switched off/)
      await bed.call('PATCH /domains', { body: { id: two.id, active: true } })
      await until('the queue is tried again', TWO_MINUTES, async () => {
        await bed.call('POST /queue', { body: { action: 'flush' } })
        return received(bed, ben.email, subject).catch(() => undefined)
      })
    },
  ],
]
