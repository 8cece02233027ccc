import t from 'tap'
import { grey, ids, message, NOW, queuePanel, refused } from '../helpers/queue-panel.ts'
import { until } from '../helpers/until.ts'

t.test('counts are those of the machine', async (t) => {
  const { admin } = await queuePanel(t, [message(1), message(2, { queue_name: 'hold' })])
  const { status, body } = await admin.call('GET /queue')
  t.equal(status, 200)
  t.match(body, { active: 0, deferred: 1, hold: 1, bounce: 0, maildrop: 0, total: 2 })
})

t.test('a row has the shape of the contract', async (t) => {
  const { admin } = await queuePanel(t, [message(1)])
  const { body } = await admin.call('GET /queue/items')
  t.match(body, { total: 1, page: 1, pageSize: 20 })
  t.same(body.data, [
    {
      queue_id: '4jXb00000001',
      queue: 'deferred',
      sender: 'alice@example.org',
      recipients: [{ address: 'b1@dead.example', reason: refused }],
      recipients_total: 1,
      size_bytes: 1001,
      arrived_at: new Date((NOW - 1001) * 1000).toISOString(),
      forced_expire: false,
      cause: 'connection_refused',
    },
  ])
  t.same(body.causes, [{ cause: 'connection_refused', title: 'Connection refused', count: 1 }])
})

t.test('sorting comes before slicing, and the id breaks ties', async (t) => {
  const many = Array.from({ length: 50 }, (_, n) =>
    message(n, {
      message_size: n % 7,
      sender: `s${n % 3}@example.org`,
      arrival_time: NOW - (n % 5),
    }),
  )
  const { admin } = await queuePanel(t, many)
  const first = await admin.call('GET /queue/items')
  const { view } = first.body
  for (const sort of ['arrived_at', 'size_bytes', 'sender', 'queue'] as const) {
    for (const dir of ['asc', 'desc'] as const) {
      const pages = await Promise.all(
        [1, 2, 3, 4, 5, 6].map((page) =>
          admin.call('GET /queue/items', { query: { view, sort, dir, page, pageSize: 10 } }),
        ),
      )
      const rows = pages.flatMap(({ body }) => body.data)
      const keys = rows.map((row) => `${String(row[sort]).padStart(40)} ${row.queue_id}`)
      t.equal(new Set(ids({ ...first.body, data: rows })).size, 50, 'each row once')
      t.same(keys, dir === 'asc' ? keys.toSorted() : keys.toSorted().reverse(), `${sort} ${dir}`)
      t.same(pages.at(5)?.body.data, [], 'a page past the end is empty')
    }
  }
})

const mixed = [
  message(1),
  message(2, { sender: 'Bob@Example.org', queue_name: 'hold' }),
  message(3, {
    sender: '',
    recipients: [{ address: 'b@grey.example', delay_reason: grey }, { address: 'c@other.example' }],
  }),
  message(4, { queue_name: 'active', recipients: [{ address: "o'neil%_@dead.example" }] }),
  message(5, { arrival_time: NOW, recipients: [{ address: 'new@sub.dead.example' }] }),
]

t.test('filters and search find what they say, and nothing else', async (t) => {
  const { admin } = await queuePanel(t, [...mixed])
  const { view } = (await admin.call('GET /queue/items')).body
  const found = async (query: Record<string, string | number>) => {
    const { body } = await admin.call('GET /queue/items', { query: { ...query, view } })
    t.equal(body.total, body.data.length)
    return body.data.map(({ queue_id }) => Number(queue_id.slice(4))).sort()
  }
  t.same(await found({ queue: 'hold' }), [2])
  t.same(await found({ sender: 'bob@example.org' }), [2])
  t.same(await found({ sender: '' }), [3], 'bounces')
  t.same(await found({ recipient_domain: 'Dead.Example' }), [1, 2, 4], 'whole domains only')
  t.same(await found({ recipient_domain: 'other.example' }), [3], 'any recipient')
  t.same(await found({ reason: 'greyLISTED' }), [3])
  t.same(await found({ cause: 'greylisted' }), [3])
  t.same(await found({ cause: 'connection_refused' }), [1, 2])
  t.same(await found({ older_than: 500 }), [1, 2, 3, 4])
  t.same(await found({ search: 'ALICE' }), [1, 4, 5])
  t.same(await found({ search: "o'neil%_" }), [4], 'quotes and wildcards match themselves')
  t.same(await found({ search: '%' }), [4])
  t.same(await found({ search: '4jxb00000005' }), [5])
  t.same(await found({ queue: 'deferred', search: 'dead' }), [1, 5])
})

t.test('causes are counted whatever cause is asked for', async (t) => {
  const { admin } = await queuePanel(t, [...mixed])
  const { body } = await admin.call('GET /queue/items', { query: { cause: 'greylisted' } })
  t.equal(body.total, 1)
  t.same(
    body.causes.map(({ cause, count }) => [cause, count]),
    [
      ['connection_refused', 2],
      ['greylisted', 1],
    ],
  )
})

t.test('what is outside the closed lists is refused and named', async (t) => {
  const { admin } = await queuePanel(t, [])
  const bad = {
    sort: 'subject',
    dir: 'up',
    queue: 'all',
    page: '0',
    pageSize: '101',
    older_than: '-1',
    view: 'a b',
    nonsense: '1',
  }
  for (const [name, value] of Object.entries(bad)) {
    const answer = await admin.send({ method: 'GET', url: `/api/queue/items?${name}=${value}` })
    t.equal(answer.statusCode, 400, name)
    t.match(answer.json().error, name)
  }
  const twice = await admin.send({ method: 'GET', url: '/api/queue/items?page=1&page=2' })
  t.equal(twice.statusCode, 400)
})

t.test('a list that breaks off is no list', async (t) => {
  const { admin, queue } = await queuePanel(t, [])
  const line = `${JSON.stringify(message(1))}\n`
  queue.say(async function* () {
    yield line
    throw new Error('broken off')
  })
  t.equal((await admin.call('GET /queue/items')).status, 500)
  queue.say(async function* () {
    yield line + line.slice(0, 40)
  })
  t.equal((await admin.call('GET /queue/items')).status, 500)
  queue.say(async function* () {
    yield line
  })
  t.equal((await admin.call('GET /queue/items')).body.total, 1, 'and the next one is right')
})

t.test('only who may see the queue sees it; who may only see it changes nothing', async (t) => {
  const { as, admin, queue } = await queuePanel(t, [message(1)])
  t.equal((await (await as('viewer')).call('GET /queue')).status, 403)
  const editor = await as('editor', ['queue'])
  t.equal((await editor.call('GET /queue/items')).status, 200)
  t.equal((await editor.call('POST /queue', { body: { action: 'flush' } })).status, 200)
  const other = await as('editor', ['domains'])
  const denied = await other.call('POST /queue', { body: { action: 'clear' } })
  t.match(denied, { status: 403, body: { code: 'permission_denied' } })
  t.equal(queue.of('queue.clear').length, 0)
  t.equal((await admin.call('GET /queue')).status, 200)
})

t.test(
  'while the agent is away, what needs it is 503 and names it; nothing is empty',
  async (t) => {
    const { admin, queue } = await queuePanel(t, [message(1)])
    queue.answer({})
    queue.say(undefined)
    const answers = await Promise.all([
      admin.call('GET /queue'),
      admin.call('GET /queue/items'),
      admin.call('GET /queue/items/{queue_id}', { params: { queue_id: '4jXb00000001' } }),
      admin.call('POST /queue', { body: { action: 'flush' } }),
      admin.call('POST /queue/bulk', { body: { action: 'hold', filter: { search: 'a' } } }),
    ])
    for (const { status, body } of answers) {
      t.equal(status, 503)
      t.match(body, { code: 'agent_unavailable' })
    }
  },
)

t.test('counts are told when they change, to who may see the queue', async (t) => {
  const { app, admin, as, queue } = await queuePanel(t, [message(1)])
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const hear = async (headers: Readonly<Record<string, string>>) => {
    const stream = await fetch(`${origin}/api/events?topics=queue`, { headers })
    const reader = stream.body?.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    void (async () => {
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
        text += part.value
      }
    })()
    return { text: () => text, leave: () => reader?.cancel() }
  }
  const page = await hear(admin.headers)
  const other = await hear((await as('viewer')).headers)
  await until('the first is told', 60_000, () =>
    /event: queue\ndata: .*"deferred":1/.test(page.text()),
  )
  queue.at.messages.push(message(2))
  await until('the next is told', 60_000, () => /"deferred":2/.test(page.text()))
  t.equal(page.text().split('event: queue').length, 3, 'once for each change')
  t.notMatch(other.text(), /event: queue/)
  await page.leave()
  await other.leave()
})
