import { settleInterrupted } from '@mc/server/db/trash.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf } from '../helpers/objects.ts'

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const make = objectsOf(admin)
  const domain = await make.domain('a.example')
  const act = (action: 'restore' | 'purge', id: number) =>
    admin.call('POST /trash', { body: { action, id } })
  const first = async () => (await admin.call('GET /trash')).body.data[0]?.id ?? 0
  return { ...app, admin, make, domain, act, first }
}

t.test('a deleted mailbox comes back as it was', async (t) => {
  const { admin, make, deps, domain, act, first } = await setUp(t)
  const anna = await make.user('anna@a.example', domain.id)
  await admin.call('PATCH /users', { body: { id: anna.id, active: false, quota_bytes: 4096 } })
  const rows = () => deps.db.mail.selectFrom('mailboxes').selectAll().execute()
  const [before] = await rows()
  await admin.call('DELETE /users', { query: { id: anna.id } })
  const { body: list } = await admin.call('GET /trash')
  const [item] = list.data
  t.match(item, { email: 'anna@a.example', size_bytes: null })
  t.equal(Date.parse(item?.purge_at ?? '') - Date.parse(item?.deleted_at ?? ''), 30 * 86_400_000)
  t.notOk(JSON.stringify(list).includes('SSHA512'))

  t.equal((await act('restore', await first())).status, 200)
  const [after] = await rows()
  const { id, password, home_id, quota_bytes, active } = { ...before }
  t.match(after, { id, password, home_id, quota_bytes, active })
  t.equal((await admin.call('GET /trash')).body.total, 0)
  const again = await act('restore', item?.id ?? 0)
  t.match([again.status, again.body.code], [404, 'trash_not_found'])
  t.match(await deps.db.mail.selectFrom('mail_totals').selectAll().executeTakeFirst(), {
    users: 1,
    inactive_users: 1,
  })
})

t.test('what stands in the way of a restoration', async (t) => {
  const { admin, make, domain, act, first } = await setUp(t)
  const drop = async (email: string) => {
    const user = await make.user(email, domain.id)
    await admin.call('DELETE /users', { query: { id: user.id } })
  }
  await drop('anna@a.example')
  const anna = await make.user('anna@a.example', domain.id)
  const taken = await act('restore', await first())
  t.match([taken.status, taken.body.code], [409, 'user_exists'])
  await admin.call('DELETE /users', { query: { id: anna.id } })
  await make.alias('anna@a.example', 'me@o.example', domain.id)
  const alias = await act('restore', await first())
  t.match([alias.status, alias.body.code], [409, 'address_is_alias'])
  await admin.call('DELETE /domains', { query: { id: domain.id, force: true } })
  const gone = await act('restore', await first())
  t.match([gone.status, gone.body.code], [409, 'domain_gone'])
  t.equal((await admin.call('GET /trash')).body.total, 2, 'all still there')
  const other = await make.domain('a.example')
  t.equal((await act('restore', await first())).status, 200, 'into the domain made again')
  t.equal((await admin.call('GET /users', { query: { domain: other.name } })).body.total, 1)
})

t.test('erasing, and one restoration of two at once', async (t) => {
  const { admin, make, domain, act, first } = await setUp(t)
  for (const email of ['anna@a.example', 'ben@a.example']) {
    const user = await make.user(email, domain.id)
    await admin.call('DELETE /users', { query: { id: user.id } })
  }
  const id = await first()
  t.equal((await act('purge', id)).status, 200)
  t.equal((await act('purge', id)).status, 404)
  t.equal((await admin.call('GET /trash')).body.total, 1)
  const other = await first()
  const both = await Promise.all([act('restore', other), act('restore', other)])
  const statuses = both.map((answer) => answer.status).sort()
  t.equal(statuses[0], 200)
  t.ok([404, 409].includes(statuses[1] ?? 0))
  t.equal((await admin.call('GET /users')).body.total, 1)
})

t.test('a deletion that a crash cut off is decided by what is there', async (t) => {
  const { admin, make, deps, domain } = await setUp(t)
  const anna = await make.user('anna@a.example', domain.id)
  const ben = await make.user('ben@a.example', domain.id)
  const long = new Date(Date.now() - 3600_000).toISOString()
  const row = {
    domain_name: 'a.example',
    password: 'x',
    quota_bytes: 0,
    active: 1,
    size_bytes: null,
    changed_at: long,
    deleted_at: long,
    purge_at: long,
  }
  await deps.db.panel
    .insertInto('trash')
    .values([
      { ...row, mailbox_id: anna.id, email: anna.email, home_id: 'a', state: 'deleting' },
      { ...row, mailbox_id: 77, email: 'gone@a.example', home_id: 'b', state: 'deleting' },
      { ...row, mailbox_id: ben.id, email: ben.email, home_id: 'c', state: 'restoring' },
      { ...row, mailbox_id: 78, email: 'half@a.example', home_id: 'd', state: 'restoring' },
      {
        ...row,
        mailbox_id: 79,
        email: 'now@a.example',
        home_id: 'e',
        state: 'deleting',
        changed_at: new Date().toISOString(),
      },
    ])
    .execute()
  await settleInterrupted(deps.db)
  const left = await deps.db.panel
    .selectFrom('trash')
    .select(['mailbox_id', 'state'])
    .orderBy('mailbox_id')
    .execute()
  t.same(
    left.map(({ mailbox_id, state }) => [mailbox_id, state]),
    [
      [77, 'moving'],
      [78, 'moving'],
      [79, 'deleting'],
    ],
  )
  t.equal((await admin.call('GET /users')).body.total, 2)
})
