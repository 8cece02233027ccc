import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailStoreHandlers } from '@mc/server/agent/handlers/mail-store.ts'
import t, { type Test } from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'

const HOME = '00112233445566778899aabbccddeeff'
const trashed = { mailbox_id: 7, trash_date: '2026-03-01' }

/** A mail store of its own; the work in it is done by a real process with vmail's uid. */
const store = (t: Test) => {
  const { state, layout, deps } = agentDeps(t)
  chownSync(state, 5000, 5000)
  const own = (path: string) => {
    mkdirSync(path, { recursive: true })
    for (let at = path; at !== state; at = join(at, '..')) chownSync(at, 5000, 5000)
  }
  own(layout.mail.store)
  own(layout.mail.trash)
  const home = join(layout.mail.store, '00', HOME)
  const write = (path: string, text: string) => {
    own(join(path, '..'))
    writeFileSync(path, text)
    chownSync(path, 5000, 5000)
  }
  return {
    handlers: mailStoreHandlers(deps),
    home,
    write,
    own,
    kept: join(layout.mail.trash, '2026-03-01', '7'),
  }
}

t.test('a mailbox moves to the trash and back, and every step may be repeated', async (t) => {
  const { handlers, home, write, kept } = store(t)
  const input = { home_id: HOME, ...trashed }
  t.same(await handlers['mailstore.discard'](input), { moved: false, size_bytes: 0 }, 'no mail yet')
  write(join(home, 'Maildir/new/1'), 'x'.repeat(1000))
  write(join(home, 'Maildir/cur/2'), 'x'.repeat(500))
  const moved = { moved: true, size_bytes: 1500 }
  t.same(await handlers['mailstore.discard'](input), moved)
  t.same(await handlers['mailstore.discard'](input), moved, 'again')
  t.notOk(existsSync(home))
  t.same(await handlers['mailstore.restore'](input), { moved: true })
  t.same(await handlers['mailstore.restore'](input), { moved: true }, 'again')
  t.ok(existsSync(join(home, 'Maildir/new/1')))
  t.notOk(existsSync(kept))
})

t.test('mail that arrives during the move joins what is kept', async (t) => {
  const { handlers, home, write } = store(t)
  const input = { home_id: HOME, ...trashed }
  write(join(home, 'Maildir/new/1'), 'x'.repeat(10))
  await handlers['mailstore.discard'](input)
  write(join(home, 'Maildir/new/2'), 'x'.repeat(5))
  t.same(await handlers['mailstore.discard'](input), { moved: true, size_bytes: 15 })
  t.notOk(existsSync(home))
})

t.test('a restore never covers mail that lies there', async (t) => {
  const { handlers, home, write, kept } = store(t)
  const input = { home_id: HOME, ...trashed }
  write(join(home, 'Maildir/new/1'), 'old')
  await handlers['mailstore.discard'](input)
  write(join(home, 'Maildir/new/2'), 'new')
  await t.rejects(handlers['mailstore.restore'](input), { code: 'mail_store_failed' })
  t.ok(existsSync(kept))
  t.ok(existsSync(join(home, 'Maildir/new/2')))
})

t.test('links that are planted in a maildir lead nowhere', async (t) => {
  const { handlers, home, write, own, kept } = store(t)
  const outside = mkdtempSync(join(tmpdir(), 'mc-outside-'))
  t.teardown(() => rmSync(outside, { recursive: true, force: true }))
  writeFileSync(join(outside, 'precious'), 'x'.repeat(100_000))
  const input = { home_id: HOME, ...trashed }
  write(join(home, 'Maildir/new/1'), 'x')
  symlinkSync(outside, join(home, 'Maildir/cur'))
  t.same(await handlers['mailstore.discard'](input), { moved: true, size_bytes: 1 })
  t.same(await handlers['mailstore.purge'](trashed), { purged: true })
  t.same(await handlers['mailstore.purge'](trashed), { purged: false }, 'again')
  t.notOk(existsSync(kept))
  t.ok(existsSync(join(outside, 'precious')))
  own(join(home, '..'))
  symlinkSync(outside, home)
  await t.rejects(handlers['mailstore.discard'](input), { code: 'mail_store_failed' })
  t.ok(existsSync(join(outside, 'precious')))
})
