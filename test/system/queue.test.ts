import { readFileSync } from 'node:fs'
import type { ReplyOf } from '@mc/shared/contract'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import { queueBed } from '../helpers/queue-bed.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const bed = await startMailBed(t)
const { call, panel } = bed
const { items, idsOf, counts, act, clearAll, queued, stateOf } = queueBed(bed)

t.test('mail that waits is counted, listed and explained', async (t) => {
  const [parked] = await queued('john@defer.test', 1)
  const [dead] = await queued('mary@dead.test', 1)
  t.match(await counts(), { deferred: 2, total: 2, corrupt: 0 })
  const { data, causes } = await items({ sort: 'arrived_at', dir: 'asc' })
  t.same(
    data.map(({ queue_id, cause }) => [queue_id, cause]),
    [
      [parked, 'parked'],
      [dead, 'connection_refused'],
    ],
  )
  t.equal(causes.length, 2)
  t.match(data[0], {
    queue: 'deferred',
    sender: 'alice@example.test',
    recipients: [{ address: 'john@defer.test', reason: 'deferred transport' }],
    forced_expire: false,
  })
  const { body } = await call('GET /queue/items/{queue_id}', { params: { queue_id: dead ?? '' } })
  t.match(body, {
    recipients: [{ why: { cause: 'connection_refused', evidence: /Connection refused/ } }],
    sender: 'alice@example.test',
  })
  t.ok(Math.abs(Date.parse(body.arrived_at) - Date.now()) < 600_000, 'arrived just now')
  t.ok(
    Date.parse(body.next_retry_at ?? '') > Date.parse(body.arrived_at),
    'the next attempt is to come',
  )
  t.equal(body.headers.find(({ name }) => name === 'Subject')?.value, 'To mary@dead.test folded')
  t.equal(body.size_bytes, data[1]?.size_bytes)
  const told = await until('the log tells of it', 60_000, async () => {
    const { body } = await call('GET /queue/items/{queue_id}', { params: { queue_id: dead ?? '' } })
    const attempts = body.history?.filter(({ message }) => message.includes('status=deferred'))
    return attempts?.[0]
  })
  t.match(told, {
    service: /^postfix\/(smtp|error)$/,
    message: /Connection refused/,
    timestamp: /Z$/,
  })
  await clearAll()
})

t.test('the body comes on demand and leaves its trace with the panel and with root', async (t) => {
  const [id = ''] = await queued('john@defer.test', 1)
  const { body } = await call('GET /queue/items/{queue_id}/body', { params: { queue_id: id } })
  t.match(body, { body: 'Body for john@defer.test\n', truncated: false })
  const audit = await call('GET /logs', { query: { action: 'queue.read_body' } })
  t.match(audit.body.data, [{ actor: 'admin', target: id, outcome: 'done' }])
  const journal = readFileSync(panel.layout.agent.journal, 'utf8').trim().split('\n')
  const entries = journal.map((line) => JSON.parse(line)).filter(({ op }) => op === 'queue.body')
  t.match(entries, [{ actor: 'admin', result: 'ok', input: new RegExp(id) }])
  await clearAll()
})

t.test('hold, release and delete are seen in the very next answer', async (t) => {
  const [id = '', other = ''] = await queued('john@defer.test', 2)
  t.match(await act('hold', id), { status: 200, body: { done: 1 } })
  t.equal(await stateOf(id), 'hold')
  t.match(await counts(), { hold: 1, deferred: 1, total: 2 })
  t.match(await act('hold', id), { status: 200, body: { done: 0 } }, 'once is enough')
  t.match(await act('deliver', id), { status: 409, body: { code: 'queue_item_held' } })
  t.match(await act('release', id), { status: 200, body: { done: 1 } })
  t.equal(await stateOf(id), 'deferred')
  t.match(await act('clear', id), { status: 200, body: { done: 1 } })
  t.equal(await stateOf(id), undefined)
  t.match(await counts(), { total: 1 })
  t.match(await act('clear', id), { status: 404, body: { code: 'queue_item_not_found' } })
  t.equal(await stateOf(other), 'deferred', 'the other message was left alone')
  await clearAll()
})

t.test('a view shows what was done to it', async (t) => {
  const [first = '', second = ''] = await queued('john@defer.test', 2)
  const { view } = await items()
  await act('hold', first)
  await act('clear', second)
  const after = await items({ view })
  t.same(
    after.data.map(({ queue_id, queue }) => [queue_id, queue]),
    [[first, 'hold']],
  )
  await clearAll()
})

t.test('a requeued message comes back under a new id, at once', async (t) => {
  const [id = ''] = await queued('john@defer.test', 1)
  t.match(await act('requeue', id), { status: 200, body: { done: 1 } })
  const fresh = await until('it is back', 60_000, async () => {
    const { data } = await items({ queue: 'deferred' })
    return data.length === 1 && data[0]?.queue_id !== id ? data[0] : undefined
  })
  t.match(fresh.recipients, [{ address: 'john@defer.test' }])
  t.match(await act('clear', id), { status: 404 }, 'the old id is gone')
  await clearAll()
})

t.test('deliver and flush really try', async (t) => {
  const [id = ''] = await queued('john@defer.test', 1)
  t.match(await act('deliver', id), { status: 200, body: { done: 1 } })
  // Parked mail that is tried after all meets the closed port.
  const tried = await until('it was tried', 60_000, async () => {
    const { data } = await items({ reason: 'Connection refused' })
    return data.length === 1 ? data[0] : undefined
  })
  t.equal(tried.queue_id, id)
  const more = await queued('mary@defer.test', 2)
  t.match((await call('POST /queue', { body: { action: 'flush' } })).body, { done: 3 })
  await until('all were tried', 60_000, async () => {
    const refused = await idsOf({ reason: 'Connection refused', recipient_domain: 'defer.test' })
    return more.every((one) => refused.includes(one))
  })
  await clearAll()
})

t.test('clear leaves nothing, not even what is being tried at that moment', async (t) => {
  await queued('mary@dead.test', 15)
  const [, cleared] = await Promise.all([
    call('POST /queue', { body: { action: 'flush' } }),
    clearAll(),
  ])
  t.match(cleared, { status: 200, body: { done: 15 } })
  t.same(await idsOf(), [])
  t.match(await counts(), { total: 0 })
})

t.test('a bulk action does what its preview showed, no more and no less', async (t) => {
  const seen = await queued('john@defer.test', 25)
  const others = await queued('john@defer.test', 3, 'bob@example.test')
  const filter = { sender: 'alice@example.test', recipient_domain: 'defer.test' }
  const preview = await call('POST /queue/bulk', { body: { action: 'delete', filter } })
  const { preview_id, count, sample } = preview.body as Extract<
    ReplyOf<'POST /queue/bulk'>,
    { preview_id: string }
  >
  t.equal(count, 25)
  t.equal(sample.length, 20)
  const late = await queued('john@defer.test', 2)
  await act('clear', seen[0] ?? '')
  const started = await call('POST /queue/bulk', { body: { preview_id } })
  t.equal(started.status, 202)
  const { id } = started.body as { id: number }
  const job = await until('the job is done', 60_000, async () => {
    const { body } = await call('GET /jobs/{id}', { params: { id } })
    return body.state === 'running' ? undefined : body
  })
  t.match(job, { state: 'done', result: { selected: 25, done: 24, gone: 1, unchanged: 0 } })
  t.same(await idsOf(), [...others, ...late].sort())
  await clearAll()
})

t.test('a bulk hold can be undone', async (t) => {
  await queued('john@defer.test', 4)
  for (const [action, from, to] of [
    ['hold', 'deferred', 'hold'],
    ['release', 'hold', 'deferred'],
  ] as const) {
    const preview = await call('POST /queue/bulk', { body: { action, filter: { queue: from } } })
    const { preview_id } = preview.body as { preview_id: string }
    const { body } = await call('POST /queue/bulk', { body: { preview_id } })
    await until('the job is done', 60_000, async () => {
      const { id } = body as { id: number }
      return (await call('GET /jobs/{id}', { params: { id } })).body.state === 'done'
    })
    t.equal((await items({ queue: to })).total, 4)
  }
  await clearAll()
})

t.test('the command line shows the queue and acts on it', async (t) => {
  const [id = '', other = ''] = await queued('john@dead.test', 2)
  const listed = await launchMc(panel, ['queue'])
  t.match(listed, { code: 0, stderr: '' })
  t.match(listed.stdout, new RegExp(`${id} +deferred +alice@example.test +john@dead.test`))
  t.match(listed.stdout, /2 messages: 2 deferred/)
  t.match((await launchMc(panel, ['queue', 'show', id])).stdout, /refused the connection/)
  t.match(await launchMc(panel, ['queue', 'hold', id]), { code: 0, stdout: /put on hold/ })
  t.equal(await stateOf(id), 'hold')
  t.match(await launchMc(panel, ['queue', 'release', id]), { code: 0, stdout: /released/ })
  t.match(await launchMc(panel, ['queue', 'delete', 'ALL']), { code: 1, stderr: /no queue id/ })
  t.match(await launchMc(panel, ['queue', 'delete', id]), { code: 0, stdout: /deleted/ })
  t.match(await launchMc(panel, ['queue', 'delete', id]), { code: 1, stderr: /no such message/ })
  t.same(await idsOf(), [other])
  t.match(await launchMc(panel, ['queue', 'flush', '--json']), { code: 0, stdout: /"done":1/ })
  await clearAll()
})
