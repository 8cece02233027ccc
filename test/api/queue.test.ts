import type { ReplyOf } from '@mc/shared/contract'
import type { OpInput } from '@mc/shared/ops'
import t, { type Test } from 'tap'
import { buildTestApp, type TestAppOptions } from '../helpers/app.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { until } from '../helpers/until.ts'

interface Message {
  queue_name: string
  queue_id: string
  arrival_time: number
  message_size: number
  forced_expire: boolean
  sender: string
  recipients: { address: string; delay_reason?: string }[]
}

const NOW = Math.floor(Date.now() / 1000)
const refused = 'connect to mx.dead.example[192.0.2.9]:25: Connection refused'
const grey =
  'host mx.grey.example[192.0.2.8] said: 450 4.2.0 <b@grey.example>: Recipient address rejected: Greylisted (in reply to RCPT TO command)'

const message = (n: number, more: Partial<Message> = {}): Message => ({
  queue_name: 'deferred',
  queue_id: `4jXb${String(n).padStart(8, '0')}`,
  arrival_time: NOW - 1000 - n,
  message_size: 1000 + n,
  forced_expire: false,
  sender: 'alice@example.org',
  recipients: [{ address: `b${n}@dead.example`, delay_reason: refused }],
  ...more,
})

/** A queue in memory behind the agent's operations: what it says is what Postfix was seen to say. */
const queueOf = (messages: Message[]) => {
  const agent = scriptedAgent()
  const at = { messages, down: false }
  const outcome = (ids: readonly string[], act: (one: Message) => boolean) => {
    const done = at.messages.filter((one) => ids.includes(one.queue_id) && act(one))
    const there = at.messages.filter((one) => ids.includes(one.queue_id) && !done.includes(one))
    return { done: done.map((one) => one.queue_id), idle: there.map((one) => one.queue_id) }
  }
  const counts = () => {
    const of = (name: string) => at.messages.filter((one) => one.queue_name === name).length
    const parts = {
      active: of('active'),
      deferred: of('deferred'),
      hold: of('hold'),
      maildrop: of('maildrop'),
      incoming: of('incoming'),
    }
    return { ...parts, bounce: 0, corrupt: 0, total: at.messages.length }
  }
  agent.answer({
    'queue.counts': counts,
    'queue.flush': () => ({ deferred: counts().deferred }),
    'queue.clear': () => {
      const deleted = at.messages.length
      at.messages = []
      return { deleted }
    },
    'queue.delete': ({ ids }) => {
      const result = outcome(ids, () => true)
      at.messages = at.messages.filter((one) => !ids.includes(one.queue_id))
      return result
    },
    'queue.act': ({ action, ids }: OpInput<'queue.act'>) =>
      outcome(ids, (one) => {
        const wanted = action === 'hold' ? one.queue_name !== 'hold' : one.queue_name === 'hold'
        if (action === 'deliver' || action === 'requeue') return one.queue_name === 'deferred'
        if (wanted) one.queue_name = action === 'hold' ? 'hold' : 'deferred'
        return wanted
      }),
    'queue.message': ({ id }) => {
      const one = at.messages.find(({ queue_id }) => queue_id === id)
      if (!one) return null
      return {
        queue: one.queue_name === 'hold' ? 'hold' : 'deferred',
        sender: one.sender,
        recipients: one.recipients.map(({ address, delay_reason }) => ({
          address,
          reason: delay_reason ?? null,
        })),
        size_bytes: one.message_size,
        arrived_ms: one.arrival_time * 1000,
        forced_expire: false,
        headers: 'Subject: Hello\n\tworld\nX-No-Value:\n',
        headers_truncated: false,
        next_retry_ms: one.arrival_time * 1000 + 60_000,
      }
    },
    'queue.body': ({ id }) =>
      at.messages.some(({ queue_id }) => queue_id === id)
        ? { body: 'Secret text\n', truncated: false }
        : null,
  })
  agent.say(async function* () {
    // Cut anywhere, as a pipe does it.
    const text = at.messages.map((one) => `${JSON.stringify(one)}\n`).join('')
    for (let from = 0; from < text.length; from += 777) yield text.slice(from, from + 777)
  })
  return { ...agent, at }
}

const open = async (t: Test, messages: Message[], options: TestAppOptions = {}) => {
  const queue = queueOf(messages)
  const panel = await buildTestApp(t, { ...options, change: queue.change })
  return { ...panel, queue, admin: await panel.as('admin') }
}

const ids = ({ data }: ReplyOf<'GET /queue/items'>) => data.map(({ queue_id }) => queue_id)

t.test('counts are those of the machine', async (t) => {
  const { admin } = await open(t, [message(1), message(2, { queue_name: 'hold' })])
  const { status, body } = await admin.call('GET /queue')
  t.equal(status, 200)
  t.match(body, { active: 0, deferred: 1, hold: 1, bounce: 0, maildrop: 0, total: 2 })
})

t.test('a row has the shape of the contract', async (t) => {
  const { admin } = await open(t, [message(1)])
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
  const { admin } = await open(t, many)
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
  const { admin } = await open(t, [...mixed])
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
  const { admin } = await open(t, [...mixed])
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
  const { admin } = await open(t, [])
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

t.test('a view stays as it was while new mail comes, until it is given up', async (t) => {
  const { admin, queue } = await open(t, [message(1), message(2)])
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
  const { admin } = await open(t, [message(1)])
  const first = (await admin.call('GET /queue/items')).body.view
  for (let n = 0; n < 5; n += 1) {
    await admin.call('GET /queue/items')
    const again = await admin.call('GET /queue/items', { query: { view: first } })
    t.equal(again.body.view, first, 'one in use stays')
  }
})

t.test('who asks while the queue is read waits for the same reading', async (t) => {
  const { admin, queue } = await open(t, [message(1)])
  const all = await Promise.all([1, 2, 3, 4].map(() => admin.call('GET /queue/items')))
  t.equal(new Set(all.map(({ body }) => body.view)).size, 1)
  t.equal(queue.of('queue.list').length, 1)
})

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
    const { admin, queue, deps } = await open(t, [one, message(2)])
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
  const { admin, deps } = await open(t, [
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
  const { admin } = await open(t, [message(1, { queue_name: 'hold' })])
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

t.test('one message: envelope, headers and why, without the body', async (t) => {
  const { admin } = await open(t, [...mixed])
  const { status, body } = await admin.call('GET /queue/items/{queue_id}', {
    params: { queue_id: '4jXb00000003' },
  })
  t.equal(status, 200)
  t.match(body, {
    queue: 'deferred',
    sender: '',
    cause: 'greylisted',
    headers: [
      { name: 'Subject', value: 'Hello\tworld' },
      { name: 'X-No-Value', value: '' },
    ],
    recipients: [
      {
        address: 'b@grey.example',
        why: { cause: 'greylisted', title: 'Greylisted', evidence: /Greylisted/, advice: String },
      },
      { address: 'c@other.example', reason: null, why: null },
    ],
    next_retry_at: String,
  })
  t.notMatch(JSON.stringify(body), /Secret text/)
})

t.test(
  'the body is given to a fresh session, and the reading stands in the audit log',
  async (t) => {
    const { admin, accounts, app, deps } = await open(t, [message(1)])
    const params = { queue_id: '4jXb00000001' }
    const read = await admin.call('GET /queue/items/{queue_id}/body', { params })
    t.match(read, { status: 200, body: { body: 'Secret text\n', truncated: false } })
    const { id } = await accounts.make('admin')
    const stale = new (await import('../helpers/client.ts')).Client(app, {
      cookie: await accounts.cookieOf(id, -1),
    })
    t.match(await stale.call('GET /queue/items/{queue_id}/body', { params }), {
      status: 403,
      body: { code: 'session_stale' },
    })
    const rows = await deps.db.panel
      .selectFrom('audit')
      .select(['action', 'target', 'outcome'])
      .execute()
    t.match(rows, [
      { action: 'queue.read_body', target: '4jXb00000001', outcome: 'done' },
      { action: 'queue.read_body', outcome: 'refused' },
    ])
  },
)

t.test('a preview freezes its set; the job does exactly that and counts it', async (t) => {
  const many = Array.from({ length: 2500 }, (_, n) => message(n))
  const { admin, queue } = await open(t, many)
  const body = { action: 'delete', filter: { recipient_domain: 'dead.example' } } as const
  const seen = await admin.call('POST /queue/bulk', { body })
  t.equal(seen.status, 200)
  t.match(seen.body, { count: 2500, preview_id: String, expires_at: String })
  const preview = seen.body as ReplyOf<'POST /queue/bulk'> & {
    preview_id: string
    sample: unknown[]
  }
  t.equal(preview.sample.length, 20)
  // Meanwhile mail arrives that matches too, and some of the set is delivered.
  queue.at.messages.push(message(9001), message(9002))
  queue.at.messages.splice(0, 3)
  const started = await admin.call('POST /queue/bulk', { body: { preview_id: preview.preview_id } })
  t.equal(started.status, 202)
  const job = started.body as { id: number }
  t.equal(started.headers.location, `/api/jobs/${job.id}`)
  const ended = await until('the job is done', 60_000, async () => {
    const { body } = await admin.call('GET /jobs/{id}', { params: { id: job.id } })
    return body.state === 'running' ? undefined : body
  })
  t.match(ended, {
    kind: 'queue.bulk',
    state: 'done',
    result: { selected: 2500, done: 2497, unchanged: 0, gone: 3, not_tried: 0 },
  })
  t.same(
    queue.of('queue.delete').map((input) => (input as { ids: string[] }).ids.length),
    [1000, 1000, 500],
  )
  t.same(ids((await admin.call('GET /queue/items')).body).sort(), ['4jXb00009001', '4jXb00009002'])
  const again = await admin.call('POST /queue/bulk', { body: { preview_id: preview.preview_id } })
  t.match(again, { status: 404, body: { code: 'queue_preview_gone' } }, 'a preview is used once')
})

t.test('a preview is its maker’s, and an incomplete body does nothing', async (t) => {
  const { admin, as, queue } = await open(t, [message(1)])
  const seen = await admin.call('POST /queue/bulk', {
    body: { action: 'delete', filter: { search: 'alice' } },
  })
  const { preview_id } = seen.body as { preview_id: string }
  const editor = await as('editor', ['queue'])
  t.equal((await editor.call('POST /queue/bulk', { body: { preview_id } })).status, 404)
  const bodies = [
    {},
    { action: 'delete' },
    { filter: { search: 'a' } },
    { action: 'delete', filter: {} },
    { action: 'delete', filter: { search: 'a' }, preview_id },
    { action: 'clear', filter: { search: 'a' } },
    { action: 'delete', filter: { searhc: 'a' } },
    { preview_id: '' },
    { preview_id: null },
  ]
  for (const body of bodies) {
    const answer = await admin.send({
      method: 'POST',
      url: '/api/queue/bulk',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    })
    t.equal(answer.statusCode, 400, JSON.stringify(body))
  }
  t.equal(queue.of('queue.delete').length, 0)
})

t.test(
  'while the agent is away, what needs it is 503 and names it; nothing is empty',
  async (t) => {
    const { admin, queue } = await open(t, [message(1)])
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

t.test('a list that breaks off is no list', async (t) => {
  const { admin, queue } = await open(t, [])
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
  const { as, admin, queue } = await open(t, [message(1)])
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

t.test('mutations are limited to ten a minute', async (t) => {
  const { admin } = await open(t, [message(1)])
  const address = '2001:db8:feed::1'
  const flush = () => admin.call('POST /queue', { body: { action: 'flush' }, address })
  for (let n = 0; n < 10; n += 1) t.equal((await flush()).status, 200)
  t.equal((await flush()).status, 429)
})

t.test('who acts while the queue is read is not shown the time before', async (t) => {
  const { admin, queue } = await open(t, [message(1), message(2)])
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

t.test('counts are told when they change, to who may see the queue', async (t) => {
  const { app, admin, as, queue } = await open(t, [message(1)])
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
