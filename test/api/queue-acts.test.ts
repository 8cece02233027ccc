import t from 'tap'
import { stopClock } from '../helpers/clock.ts'
import { message, queuePanel } from '../helpers/queue-panel.ts'

const actions = [
  { action: 'clear', op: 'queue.delete', left: [] },
  { action: 'hold', op: 'queue.act', left: ['hold'] },
  { action: 'release', op: 'queue.act', left: ['deferred'], from: 'hold' },
  { action: 'requeue', op: 'queue.act', left: ['deferred'] },
  { action: 'deliver', op: 'queue.act', left: ['deferred'] },
] as const

for (const { action, op, left, ...more } of actions) {
  t.test(`${action} of one message is seen in the next answer, in any view`, async (t) => {
    const from = 'from' in more ? more.from : 'deferred'
    const one = message(1, { queue_name: from })
    const { admin, queue, deps } = await queuePanel(t, [one, message(2)])
    const { view } = (await admin.call('GET /queue/items')).body
    const { status, body } = await admin.call('POST /queue', {
      body: { action, queueId: one.queue_id },
    })
    t.equal(status, 200)
    t.match(body, { done: 1, message: String })
    t.match(queue.of(op).at(-1), { ids: [one.queue_id] })
    const after = (await admin.call('GET /queue/items', { query: { view } })).body
    const rows = after.data.filter(({ queue_id }) => queue_id === one.queue_id)
    t.same(
      rows.map((row) => row.queue),
      left,
    )
    const rest = await admin.call('GET /queue/items', { query: { view, queue: 'deferred' } })
    t.equal(rest.body.total, after.data.filter((row) => row.queue === 'deferred').length)
    const audited = await deps.db.panel
      .selectFrom('audit')
      .selectAll()
      .orderBy('id', 'desc')
      .executeTakeFirst()
    t.match(audited, {
      action: action === 'clear' ? 'queue.delete' : `queue.${action}`,
      target: one.queue_id,
      outcome: 'done',
    })
  })
}

t.test('flush and clear are for all, and say how many', async (t) => {
  const { admin, deps } = await queuePanel(t, [
    message(1),
    message(2),
    message(3, { queue_name: 'hold' }),
  ])
  t.match((await admin.call('POST /queue', { body: { action: 'flush' } })).body, { done: 2 })
  t.match((await admin.call('POST /queue', { body: { action: 'clear' } })).body, { done: 3 })
  t.equal((await admin.call('GET /queue/items')).body.total, 0)
  const rows = await deps.db.panel.selectFrom('audit').select('action').orderBy('id').execute()
  t.same(
    rows.map(({ action }) => action),
    ['queue.flush', 'queue.clear'],
  )
})

t.test('a message that is not there is 404, one that is held cannot be delivered', async (t) => {
  const { admin } = await queuePanel(t, [message(1, { queue_name: 'hold' })])
  const queueId = '4jXb99999999'
  for (const action of ['clear', 'hold', 'release', 'requeue', 'deliver'] as const) {
    const answer = await admin.call('POST /queue', { body: { action, queueId } })
    t.match(answer, { status: 404, body: { code: 'queue_item_not_found' } }, action)
  }
  t.equal(
    (await admin.call('GET /queue/items/{queue_id}', { params: { queue_id: queueId } })).status,
    404,
  )
  const held = await admin.call('POST /queue', {
    body: { action: 'deliver', queueId: '4jXb00000001' },
  })
  t.match(held, { status: 409, body: { code: 'queue_item_held' } })
  const again = await admin.call('POST /queue', {
    body: { action: 'hold', queueId: '4jXb00000001' },
  })
  t.match(again, { status: 200, body: { done: 0, message: /already/ } })
})

t.test('mutations are limited to ten a minute', async (t) => {
  stopClock(t)
  const { admin } = await queuePanel(t, [message(1)])
  const address = '2001:db8:feed::1'
  const flush = () => admin.call('POST /queue', { body: { action: 'flush' }, address })
  for (let n = 0; n < 10; n += 1) t.equal((await flush()).status, 200)
  t.equal((await flush()).status, 429)
})
