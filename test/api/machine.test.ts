import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { MAIL_PASSWORD, objectsOf } from '../helpers/objects.ts'
import { certificate, madeKeys, scriptedAgent } from '../helpers/scripted-agent.ts'
import { until } from '../helpers/until.ts'

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const script = scriptedAgent()
  const app = await buildTestApp(t, { change: script.change })
  t.teardown(() => app.deps.machine.stop())
  const admin = await app.as('admin')
  return { ...app, ...script, admin, make: objectsOf(admin) }
}

const good = {
  'domains.apply': () => ({ domains: 0, unusable: [] }),
  'dkim.make': madeKeys,
  'sessions.end': () => ({ ended: 0 }),
  'stack.apply': () => ({ changed: [], certificate }),
  'mailstore.discard': () => ({ moved: true, size_bytes: 1234 }),
  'mailstore.restore': () => ({ moved: true }),
  'mailstore.purge': () => ({ purged: true }),
}

/** A domain with its first key, as the agent is told. */
const signed = (name: string) => ({ name, keys: [{ selector: 'mail', state: 'active' }] })

t.test(
  'a mail stack that is down never fails a change of rows, and is caught up with',
  async (t) => {
    const { admin, make, deps, of, answer } = await setUp(t)
    const domain = await make.domain('a.example')
    const anna = await make.user('anna@a.example', domain.id)
    const ben = await make.user('ben@a.example', domain.id)
    t.equal((await admin.call('PATCH /users', { body: { id: ben.id, active: false } })).status, 200)
    t.equal((await admin.call('DELETE /users', { query: { id: anna.id } })).status, 200)
    t.match((await admin.call('GET /trash')).body.data, [{ email: anna.email, size_bytes: null }])
    const stuck = await admin.call('POST /trash', {
      body: { action: 'restore', id: (await admin.call('GET /trash')).body.data[0]?.id ?? 0 },
    })
    t.match(
      [stuck.status, stuck.body.code],
      [503, 'agent_unavailable'],
      'its mail is not moved yet',
    )

    answer(good)
    deps.machine.start()
    await until('the mail is in the trash', 60_000, async () => {
      const [item] = (await admin.call('GET /trash')).body.data
      return item?.size_bytes === 1234
    })
    await until('sessions are ended', 60_000, () => of('sessions.end').length >= 2)
    // Its first key is made before: the parts of the machine catch up beside each other.
    await until('the domain is told', 60_000, () => of('domains.apply').length > 0)
    t.same(of('domains.apply').at(-1), { domains: [signed('a.example')] })
    t.match(of('mailstore.discard').at(-1), {
      mailbox_id: anna.id,
      trash_date: /^\d{4}-\d\d-\d\d$/,
    })
  },
)

t.test('who may no longer log in, or knows an old password, is thrown out', async (t) => {
  const { admin, make, of, answer } = await setUp(t)
  answer(good)
  const domain = await make.domain('a.example')
  const [a, b, c, d] = await Promise.all(
    ['a', 'b', 'c', 'd'].map((local) => make.user(`${local}@a.example`, domain.id)),
  )
  const ended = (address: string) =>
    until(`sessions of ${address} ended`, 60_000, () =>
      of('sessions.end').some((input) => JSON.stringify(input).includes(`"${address}"`)),
    )
  await admin.call('PATCH /users', { body: { id: a?.id ?? 0, quota_bytes: 1 } })
  await admin.call('PATCH /users', { body: { id: b?.id ?? 0, password: `${MAIL_PASSWORD}x` } })
  await ended('b@a.example')
  t.notOk(JSON.stringify(of('sessions.end')).includes('"a@'), 'another quota ends no session')
  await admin.call('POST /users/bulk', { body: { action: 'deactivate', ids: [c?.id ?? 0] } })
  await ended('c@a.example')
  await admin.call('PATCH /domains', { body: { id: domain.id, active: false } })
  await ended('d@a.example')
  t.ok(d)
})

t.test('the first mail of a domain finds its key; a deleted domain has none', async (t) => {
  const { admin, make, of, answer } = await setUp(t)
  answer(good)
  const a = await make.domain('a.example')
  t.same(of('domains.apply'), [{ domains: [signed('a.example')] }], 'before the answer')
  await make.domain('b.example')
  await admin.call('DELETE /domains', { query: { id: a.id } })
  await until(
    'the agent knows',
    60_000,
    () =>
      JSON.stringify(of('domains.apply').at(-1)) ===
      JSON.stringify({ domains: [signed('b.example')] }),
  )
})

t.test(
  'mail goes back before its mailbox, and away again when the mailbox cannot be',
  async (t) => {
    const { admin, make, deps, of, answer } = await setUp(t)
    answer(good)
    const domain = await make.domain('a.example')
    const anna = await make.user('anna@a.example', domain.id)
    const home = await deps.db.mail.selectFrom('mailboxes').select('home_id').executeTakeFirst()
    await admin.call('DELETE /users', { query: { id: anna.id } })
    const kept = () =>
      until('kept', 60_000, async () => {
        const [row] = await deps.db.panel.selectFrom('trash').selectAll().execute()
        return row?.state === 'kept' ? row : undefined
      })
    const { id } = await kept()
    const restore = () => admin.call('POST /trash', { body: { action: 'restore', id } })

    answer({
      ...good,
      'mailstore.restore': () => {
        throw new Error('disk full')
      },
    })
    t.equal((await restore()).status, 500)
    await kept()
    t.equal((await admin.call('GET /users')).body.total, 0)

    answer({
      ...good,
      'mailstore.restore': async () => {
        // Somebody makes the address while its mail is on the way.
        await make.user('anna@a.example', domain.id)
        return { moved: true }
      },
    })
    const raced = await restore()
    t.match([raced.status, raced.body.code], [409, 'user_exists'])
    await until('moved away again', 60_000, () => of('mailstore.discard').length === 2)
    await kept()
    const other = (await admin.call('GET /users')).body.data[0]
    await admin.call('DELETE /users', { query: { id: other?.id ?? 0 } })
    answer(good)
    t.equal((await restore()).status, 200)
    const restored = of('mailstore.restore').at(-1)
    t.match(restored, { home_id: home?.home_id, mailbox_id: anna.id })
    t.same(
      restored,
      of('mailstore.discard').at(0),
      'from where it was put, whichever day it is now',
    )
  },
)

t.test('what is due is erased, what cannot be erased waits', async (t) => {
  const { admin, make, deps, of, answer } = await setUp(t)
  answer(good)
  const domain = await make.domain('a.example')
  for (const local of ['a', 'b']) {
    const user = await make.user(`${local}@a.example`, domain.id)
    await admin.call('DELETE /users', { query: { id: user.id } })
  }
  await deps.machine.sweepTrash()
  await deps.db.panel
    .updateTable('trash')
    .set({ purge_at: new Date(Date.now() - 1000).toISOString() })
    .where('email', '=', 'a@a.example')
    .execute()
  answer({ ...good, 'mailstore.purge': undefined })
  await deps.machine.sweepTrash()
  const states = async () =>
    (await deps.db.panel.selectFrom('trash').select('state').orderBy('email').execute()).map(
      (row) => row.state,
    )
  t.same(await states(), ['purging', 'kept'])
  answer(good)
  await deps.machine.sweepTrash()
  t.same(await states(), ['kept'])
  t.equal(of('mailstore.purge').length, 2)
})
