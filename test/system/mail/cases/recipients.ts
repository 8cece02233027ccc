import {
  arrive,
  canLogIn,
  left,
  messages,
  received,
  subjectOf,
  submit,
} from '../../../helpers/mail-client.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

export const recipientCases: Cases = [
  [
    'unknown recipients are refused at RCPT, and nothing is relayed',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      t.match(await arrive(bed, `nobody@${name}`, 'x'), { code: 550, text: /5\.1\.1/ })
      for (const client of ['127.0.0.1', '127.0.0.2']) {
        const said = await arrive(bed, 'somebody@far.example', 'x', { client })
        t.match(said, { code: 554, text: /5\.7\.1/ }, `relay for ${client}`)
      }
    },
  ],
  [
    'an alias with several rows reaches all of them, also one outside',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const [anna, ben] = [await bed.mailbox(`anna@${name}`), await bed.mailbox(`ben@${name}`)]
      for (const to of [anna.email, ben.email, 'carl@far.example']) {
        await bed.alias(`team@${name}`, to)
      }
      const subject = subjectOf('fan-out')
      t.match(await arrive(bed, `team@${name}`, subject), { code: 250 })
      await received(bed, anna.email, subject)
      await received(bed, ben.email, subject)
      t.same((await left(bed, subject)).recipients, ['carl@far.example'])
    },
  ],
  [
    'an alias of an alias is followed, and a dead end among its destinations is left out',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const anna = await bed.mailbox(`anna@${name}`)
      await bed.alias(`first@${name}`, `second@${name}`)
      await bed.alias(`second@${name}`, anna.email)
      await bed.alias(`second@${name}`, `gone@${name}`)
      const subject = subjectOf('chain')
      t.match(await arrive(bed, `first@${name}`, subject), { code: 250 })
      await received(bed, anna.email, subject)
      await bed.alias(`dead@${name}`, `gone@${name}`)
      t.match(await arrive(bed, `dead@${name}`, 'x'), { code: 550, text: /5\.1\.1/ })
    },
  ],
  [
    'the catch-all takes what nobody else has, and never an address that exists',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const [all, anna] = [await bed.mailbox(`all@${name}`), await bed.mailbox(`anna@${name}`)]
      const off = await bed.mailbox(`off@${name}`, { active: false })
      await bed.alias(`quiet@${name}`, anna.email, false)
      await bed.alias(`@${name}`, all.email)
      const [caught, own, tagged] = ['caught', 'own', 'tagged'].map(subjectOf)
      t.match(await arrive(bed, `whoever@${name}`, caught ?? ''), { code: 250 })
      t.match(await arrive(bed, anna.email, own ?? ''), { code: 250 })
      t.match(await arrive(bed, `anna+tag@${name}`, tagged ?? ''), { code: 250 })
      t.match(await arrive(bed, off.email, 'x'), { code: 550, text: /5\.2\.1/ })
      t.match(await arrive(bed, `quiet@${name}`, 'x'), { code: 550, text: /5\.2\.1/ })
      await received(bed, all.email, caught ?? '')
      for (const subject of [own, tagged]) {
        await received(bed, anna.email, subject ?? '')
        t.same(await messages(bed, all.email, subject ?? ''), [])
      }
    },
  ],
  [
    'an alias may hold every character that the panel takes; with ! only our own users reach it',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      for (const sign of "+=&'~#$^{}|?") {
        for (const source of [`a${sign}b@${name}`, `${sign}b@${name}`]) {
          await bed.alias(source, email)
          t.match(await arrive(bed, source, 'x'), { code: 250 }, source)
        }
      }
      // To a stranger's mail server this is a way through us; allowing it would make "a@far"@ours a relay.
      await bed.alias(`a!b@${name}`, email)
      t.match(await arrive(bed, `a!b@${name}`, 'x'), { code: 554 })
      t.match(await submit(bed, { user: email }, { to: `a!b@${name}`, subject: 'x' }), {
        code: 250,
      })
    },
  ],
  [
    'a tag after + reaches the mailbox and stays visible; an alias drops it',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const anna = await bed.mailbox(`anna@${name}`)
      await bed.alias(`info@${name}`, 'anna@far.example')
      const [own, away] = [subjectOf('plus'), subjectOf('plus-away')]
      t.match(await arrive(bed, `anna+news@${name}`, own), { code: 250 })
      t.match(await received(bed, anna.email, own), `Delivered-To: anna+news@${name}`)
      t.match(await arrive(bed, `info+news@${name}`, away), { code: 250 })
      t.same((await left(bed, away)).recipients, ['anna@far.example'])
    },
  ],
  [
    'postmaster@ and abuse@ of every domain reach the postmaster address',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const chief = await bed.mailbox(`chief@${name}`)
      const { status } = await bed.call('PATCH /settings', {
        body: { postmaster_address: chief.email },
      })
      t.equal(status, 200)
      const other = await bed.freshDomain()
      for (const local of ['postmaster', 'abuse', 'root', 'Postmaster']) {
        const subject = subjectOf(local)
        t.match(await arrive(bed, `${local}@${other.name}`, subject), { code: 250 })
        await received(bed, chief.email, subject)
      }
      const own = await bed.mailbox(`abuse@${other.name}`)
      const subject = subjectOf('own abuse')
      t.match(await arrive(bed, own.email, subject), { code: 250 })
      await received(bed, own.email, subject)
    },
  ],
  [
    'a new password counts at once, the old one no longer',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      const password = 'Better-Horse-10'
      await bed.call('PATCH /users', { body: { id, password } })
      t.ok(await canLogIn(bed, { user: email, password }))
      t.notOk(await canLogIn(bed, { user: email }))
      const subject = subjectOf('new password')
      t.match(await submit(bed, { user: email, password }, { to: email, subject }), { code: 250 })
    },
  ],
  [
    'an over-full mailbox is refused at RCPT, with its tag too, and a message too large for it',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`small@${name}`, { quota_bytes: 100_000 })
      const line = `${'x'.repeat(70)}\n`
      t.match(await arrive(bed, email, subjectOf('a'), { text: line.repeat(1300) }), { code: 250 })
      const big = subjectOf('b')
      t.match(await arrive(bed, email, big, { text: line.repeat(120) }), { code: 250 })
      await received(bed, email, big)
      const full = { code: 552, text: /5\.2\.2 .*Mailbox is full/ }
      await until('the mailbox is full', 10_000, async () => {
        const said = await arrive(bed, email, 'x')
        return said.code === 552 ? said : undefined
      })
      t.match(await arrive(bed, email, 'x'), full)
      t.match(await arrive(bed, `small+tag@${name}`, 'x'), full)
      const { email: user } = await bed.mailbox(`anna@${name}`)
      t.match(await submit(bed, { user }, { to: email, subject: 'x' }), full)
    },
  ],
]
