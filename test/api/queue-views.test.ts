import t from 'tap'
import { ids, message, queuePanel } from '../helpers/queue-panel.ts'
import { until } from '../helpers/until.ts'

t.test('a view stays as it was while new mail comes, until it is given up', async (t) => {
  const { admin, queue } = await queuePanel(t, [message(1), message(2)])
  const first = (await admin.call('GET /queue/items')).body
  queue.at.messages.push(message(3))
  const same = (await admin.call('GET /queue/items', { query: { view: first.view } })).body
  t.equal(same.total, 2)
  t.equal(same.view, first.view)
  t.equal(same.taken_at, first.taken_at)
  t.equal(queue.of('queue.list').length, 1, 'the queue was read once')
  const fresh = (await admin.call('GET /queue/items')).body
  t.equal(fresh.total, 3)
  const unknown = (await admin.call('GET /queue/items', { query: { view: 'gone' } })).body
  t.equal(unknown.total, 3)
  t.not(unknown.view, 'gone', 'another view is named')
})

t.test('few views are kept, the latest used', async (t) => {
  const { admin } = await queuePanel(t, [message(1)])
  const first = (await admin.call('GET /queue/items')).body.view
  for (let n = 0; n < 5; n += 1) {
    await admin.call('GET /queue/items')
    const again = await admin.call('GET /queue/items', { query: { view: first } })
    t.equal(again.body.view, first, 'one in use stays')
  }
})

t.test('who asks while the queue is read waits for the same reading', async (t) => {
  const { admin, queue } = await queuePanel(t, [message(1)])
  const all = await Promise.all([1, 2, 3, 4].map(() => admin.call('GET /queue/items')))
  t.equal(new Set(all.map(({ body }) => body.view)).size, 1)
  t.equal(queue.of('queue.list').length, 1)
})

t.test('who acts while the queue is read is not shown the time before', async (t) => {
  const { admin, queue } = await queuePanel(t, [message(1), message(2)])
  const { promise: go, resolve } = Promise.withResolvers<void>()
  const before = [...queue.at.messages]
  queue.say(async function* () {
    yield `${JSON.stringify(before[0])}\n`
    await go
    yield `${JSON.stringify(before[1])}\n`
  })
  const early = admin.call('GET /queue/items')
  await until('it is being read', 60_000, () => queue.of('queue.list').length === 1)
  await admin.call('POST /queue', { body: { action: 'clear', queueId: '4jXb00000001' } })
  queue.say(async function* () {
    yield queue.at.messages.map((one) => `${JSON.stringify(one)}\n`).join('')
  })
  t.same(ids((await admin.call('GET /queue/items')).body), ['4jXb00000002'])
  resolve()
  const { view } = (await early).body
  const again = await admin.call('GET /queue/items', { query: { view } })
  t.same(ids(again.body), ['4jXb00000002'], 'the view of the time before is given up')
})
