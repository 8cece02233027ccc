import { rmSync } from 'node:fs'
import { TraceWriter } from '@mc/server/trace/writer.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'
import { mailLog } from '../helpers/mail-log.ts'

t.setTimeout(600_000)

const now = Date.now()
const lines = [
  ...mailLog({
    seed: 5,
    lines: 4000,
    from: now - 86_400_000,
    to: now,
    mailboxes: 60,
    strangers: 90,
  }),
]
const position = { dev: '1', ino: '1', head: 'x', offset: 1 }

/** The panel with an index beside it that somebody keeps. */
const withIndex = async (t: Parameters<typeof buildTestApp>[0]) => {
  const test = await buildTestApp(t)
  const writer = new TraceWriter(test.deps.config.layout.panel.trace)
  t.teardown(() => writer.close())
  writer.take(lines, position, now)
  // The last sign of life of who reads the log: it must not grow old while the test asks.
  writer.alive(Date.now() + 3_600_000, 0)
  return { ...test, writer }
}

t.test('without an index all is empty, and it is said that nobody reads the log', async (t) => {
  const { as } = await buildTestApp(t)
  const viewer = await as('viewer')
  const trace = await viewer.call('GET /logs/trace')
  t.match(trace.body, { data: [], total: 0, page: 1, pageSize: 20, ingest: { state: 'never' } })
  t.match((await viewer.call('GET /logs/mail')).body, { data: [], more: false, before: null })
  const one = await viewer.call('GET /logs/trace/{id}', { params: { id: 1 } })
  t.match([one.status, one.body.code], [404, 'trace_not_found'])
})

t.test('messages are listed, found, sorted and filtered', async (t) => {
  const { as } = await withIndex(t)
  const viewer = await as('viewer')
  const ask = async (query: Record<string, string | number>) =>
    (await viewer.call('GET /logs/trace', { query })).body
  const all = await ask({ pageSize: 100 })
  t.match(all.ingest, { state: 'reading', behind_bytes: 0 })
  t.ok(all.total > 400 && !all.total_is_least)
  const times = all.data.map(({ first_at }) => first_at)
  t.same(times, times.toSorted().reverse(), 'newest first')
  const second = await ask({ pageSize: 50, page: 2 })
  t.same(second.data, all.data.slice(50), 'pages follow each other')
  t.same((await ask({ page: 5000 })).data, [])
  const oldest = await ask({ sort: 'last_at', dir: 'asc', pageSize: 100 })
  const ends = oldest.data.map(({ last_at }) => last_at)
  t.same(ends, ends.toSorted())

  const delivered = all.data.find(({ status }) => status === 'delivered')
  t.ok(delivered)
  const recipient = delivered?.recipient ?? ''
  const domain = recipient.slice(recipient.indexOf('@'))
  for (const search of [recipient, recipient.toUpperCase(), domain, domain.slice(1)]) {
    const found = await ask({ search, pageSize: 100 })
    t.ok(
      found.data.some(({ id }) => id === delivered?.id),
      search,
    )
    t.ok(
      found.data.every(({ sender, recipient }) =>
        `${sender} ${recipient}`.toLowerCase().includes(search.toLowerCase()),
      ),
    )
  }
  const begins = await ask({ search: recipient.slice(0, 4), pageSize: 100 })
  t.ok(begins.total >= 20)
  t.same((await ask({ search: recipient.slice(1) })).total, 0, 'a beginning, not a middle')
  for (const search of [delivered?.queue_id, `<${delivered?.message_id}>`, delivered?.message_id]) {
    t.same(
      (await ask({ search: search ?? '' })).data.map(({ id }) => id),
      [delivered?.id],
    )
  }
  t.ok((await ask({ search: delivered?.client ?? '' })).data.some(({ id }) => id === delivered?.id))
  for (const search of ['%', '_', "'", '\\', "' or 1=1 --", 'user%', '<>', '@%']) {
    t.ok((await ask({ search })).total < all.total, `${search} is no wildcard`)
  }
  const rejected = await ask({ status: 'rejected', pageSize: 100, search: domain })
  t.ok(rejected.total > 0 && rejected.data.every(({ status }) => status === 'rejected'))
  const noon = new Date(now - 43_200_000).toISOString()
  const [before, after] = [await ask({ to: noon }), await ask({ from: noon })]
  t.equal(before.total + after.total, all.total)
  for (const query of [
    { status: 'lost' },
    { sort: 'sender' },
    { from: 'yesterday' },
    { pageSize: 101 },
    { page: 0 },
  ]) {
    t.equal((await viewer.call('GET /logs/trace', { query })).status, 400, JSON.stringify(query))
  }
  t.equal((await viewer.call('GET /logs/mail', { query: { queue_id: 'a-b' } })).status, 400)
})

t.test('one message with its way; the log goes on while nobody reads it', async (t) => {
  const { as, writer, deps } = await withIndex(t)
  const viewer = await as('viewer')
  const { body } = await viewer.call('GET /logs/trace', { query: { status: 'delivered' } })
  const [row] = body.data
  const { status, body: detail } = await viewer.call('GET /logs/trace/{id}', {
    params: { id: row?.id ?? 0 },
  })
  t.equal(status, 200)
  const { timeline, related, ...rest } = detail
  t.same(rest, row)
  t.same(related, [])
  t.same(timeline[0]?.stage, 'connect')
  t.ok(timeline.some(({ stage, text }) => stage === 'delivered' && /INBOX|Junk/.test(text)))
  t.same((await deps.trace.history(row?.queue_id ?? '')).length, timeline.length)

  writer.alive(Date.now() - 60_000, 77)
  t.match((await viewer.call('GET /logs/mail')).body.ingest, { state: 'stopped', behind_bytes: 77 })
  const again = await viewer.call('GET /logs/trace', { query: { status: 'delivered' } })
  t.same(again.body.data, body.data, 'what was read is shown')
})

t.test('an index that was thrown away is not read from memory', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const file = deps.config.layout.panel.trace
  const writer = new TraceWriter(file)
  writer.take(lines.slice(0, 100), position, now)
  writer.close()
  const viewer = await as('viewer')
  t.ok((await viewer.call('GET /logs/trace')).body.total > 0)
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  t.equal((await viewer.call('GET /logs/trace')).body.total, 0)
  const anew = new TraceWriter(file)
  t.teardown(() => anew.close())
  anew.take(lines.slice(0, 50), position, now)
  t.equal((await viewer.call('GET /logs/mail')).body.data.length, 50)
})

t.test('the log is for those who may read it', async (t) => {
  const { as, nobody, app, accounts } = await withIndex(t)
  const admin = await accounts.make('admin')
  const token = async (scopes: Parameters<typeof accounts.tokenOf>[1]) =>
    new Client(app, { authorization: await accounts.tokenOf(admin.id, scopes) })
  for (const [client, expected] of [
    [nobody, 401],
    [await as('viewer'), 200],
    [await as('editor'), 200],
    [await token({ queue: 'write' }), 403],
    [await token({ logs: 'read' }), 200],
  ] as const) {
    t.equal((await client.call('GET /logs/mail')).status, expected)
    t.equal((await client.call('GET /logs/trace')).status, expected)
    const one = await client.call('GET /logs/trace/{id}', { params: { id: 99_999_999 } })
    t.equal(one.status, expected === 200 ? 404 : expected, 'refused before it is looked up')
  }
})
