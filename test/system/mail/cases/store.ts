import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import {
  arrive,
  canLogIn,
  messages,
  received,
  subjectOf,
  withImap,
} from '../../../helpers/mail-client.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

export const storeCases: Cases = [
  [
    'deleting a mailbox moves its mail to the trash; made again it is empty; restored it has its mail',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      const subject = subjectOf('kept')
      t.match(await arrive(bed, email, subject), { code: 250 })
      await received(bed, email, subject)
      t.match(await bed.call('DELETE /users', { query: { id } }), { status: 200 })
      const kept = await until('the mailbox is in the trash', 60_000, async () => {
        const { body } = await bed.call('GET /trash')
        const row = body.data.find((one) => one.email === email)
        return row && (row.size_bytes ?? 0) > 0 ? row : undefined
      })
      t.match(await arrive(bed, email, 'x'), { code: 550 })
      const again = await bed.mailbox(email)
      t.same(await messages(bed, email, subject), [], 'made again, it is empty')
      await bed.call('DELETE /users', { query: { id: again.id } })
      const restored = await bed.call('POST /trash', { body: { id: kept.id, action: 'restore' } })
      t.equal(restored.status, 200, JSON.stringify(restored.body))
      await received(bed, email, subject)
    },
  ],
  [
    'an open IMAP session ends within five seconds of the deactivation',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      await withImap(bed, { user: email }, async (imap) => {
        let closed = false
        imap.on('close', () => {
          closed = true
        })
        await bed.call('PATCH /users', { body: { id, active: false } })
        await until('the session has ended', 60_000, () => closed)
      })
      t.notOk(await canLogIn(bed, { user: email }))
    },
  ],
  [
    'homes are opaque folders of vmail alone',
    async (t, { panel }) => {
      for (const folder of [panel.layout.mail.store, panel.layout.mail.trash]) {
        const { mode, uid, gid } = statSync(folder)
        t.same([mode & 0o777, uid, gid], [0o700, 5000, 5000], folder)
      }
      for (const shelf of readdirSync(panel.layout.mail.store)) {
        const homes = readdirSync(join(panel.layout.mail.store, shelf))
        t.ok(homes.every((home) => /^[0-9a-f]{32}$/.test(home) && home.startsWith(shelf)))
      }
    },
  ],
]
