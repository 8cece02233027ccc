import t from 'tap'
import { type AppDeps, buildTestApp } from '../helpers/app.ts'
import { listen } from '../helpers/event-stream.ts'
import { until } from '../helpers/until.ts'

const system = { actor: { kind: 'cli' }, address: null, requestId: null } as const

const open = async (t: Parameters<typeof buildTestApp>[0]) => {
  const panel = await buildTestApp(t)
  const origin = await panel.app.listen({ host: '127.0.0.1', port: 0 })
  return { ...panel, origin }
}

t.test('changes are heard by every page that may read them, and by no other', async (t) => {
  const { origin, as } = await open(t)
  const admin = await as('admin')
  const editor = await as('editor', ['domains'])
  const page = await listen(origin, admin.headers)
  t.equal(page.status, 200)
  t.match(page.type, /^text\/event-stream/)
  await page.heard(/event: hello/)
  const { body } = await editor.call('POST /domains', { body: { name: 'live.example' } })
  await page.heard(/event: changed\ndata: {"resource":"domains"}/)
  await admin.call('DELETE /domains/{id}', { params: { id: body.id } })
  page.leave()
})

t.test('a kind of event that does not exist is named', async (t) => {
  const { as } = await open(t)
  const admin = await as('admin')
  const { status, body } = await admin.call('GET /events', { query: { topics: 'job,nonsense' } })
  t.equal(status, 400)
  t.match(JSON.stringify(body), /nonsense is no kind of event/)
})

t.test(
  'a fifth stream of one session is refused, and a place is free again after one ended',
  async (t) => {
    const { origin, as } = await open(t)
    const { headers } = await as('viewer')
    const four = await Promise.all([1, 2, 3, 4].map(() => listen(origin, headers)))
    t.same(
      four.map(({ status }) => status),
      [200, 200, 200, 200],
    )
    const fifth = await listen(origin, headers)
    t.equal(fifth.status, 429)
    await fifth.heard(/too_many_streams/)
    const other = await listen(origin, (await as('viewer')).headers)
    t.equal(other.status, 200, 'another session has its own')
    four[0]?.leave()
    const again = await until('there is room', 60_000, async () => {
      const next = await listen(origin, headers)
      return next.status === 200 ? next : undefined
    })
    for (const stream of [...four, other, again]) stream.leave()
  },
)

t.test('a stream ends soon after its session did', async (t) => {
  const { origin, as } = await open(t)
  const admin = await as('admin')
  const page = await listen(origin, admin.headers)
  await page.heard(/event: hello/)
  await admin.call('POST /auth/logout')
  await t.resolves(page.ended())
})

const jobOf = (
  deps: AppDeps,
  steps: readonly string[],
  work: Parameters<AppDeps['jobs']['start']>[3],
) => deps.jobs.start(system, 'test.job', steps, work)

t.test('work is told step by step to admins, not to others, and its end is kept', async (t) => {
  const { origin, as, deps } = await open(t)
  const admin = await as('admin')
  const viewer = await as('viewer')
  const [page, others] = [await listen(origin, admin.headers), await listen(origin, viewer.headers)]
  await Promise.all([page.heard(/hello/), others.heard(/hello/)])
  const { promise, resolve } = Promise.withResolvers<void>()
  const job = await jobOf(deps, ['count', 'act'], async ({ report }) => {
    report(50, 'act')
    await promise
    return { done: 3 }
  })
  await page.heard(/"progress":50,"step":"act"/)
  const { id } = job
  t.equal((await viewer.call('GET /jobs/{id}', { params: { id } })).status, 404)
  t.same((await viewer.call('GET /jobs')).body.data, [])
  resolve()
  await page.heard(/"state":"done"/)
  const { body } = await admin.call('GET /jobs/{id}', { params: { id } })
  t.match(body, { state: 'done', progress: 100, result: { done: 3 }, error: null })
  t.notMatch(others.text(), /test\.job/)
  for (const stream of [page, others]) stream.leave()
})

t.test('work that fails says so in words, without its cause', async (t) => {
  const { as, deps } = await open(t)
  const admin = await as('admin')
  const { id } = await jobOf(deps, [], async () => {
    throw new Error('secret detail')
  })
  const failed = await until('it has failed', 60_000, async () => {
    const { body } = await admin.call('GET /jobs/{id}', { params: { id } })
    return body.state === 'failed' ? body : undefined
  })
  t.match(failed.error, /What was done until then stays/)
  t.notMatch(failed.error, /secret/)
})

t.test('work whose process is gone is marked as failed', async (t) => {
  const { as, deps } = await open(t)
  const long_ago = '2026-01-01T00:00:00.000Z'
  await deps.db.panel
    .insertInto('jobs')
    .values({
      kind: 'test.job',
      state: 'running',
      progress: 10,
      step: null,
      steps: '[]',
      result: null,
      error: null,
      account_id: null,
      started_at: new Date().toISOString(),
      alive_at: long_ago,
      finished_at: null,
    })
    .execute()
  await deps.jobs.settle()
  const { body } = await (await as('admin')).call('GET /jobs')
  t.match(body.data, [{ state: 'failed', error: /restarted/ }])
})
