import { execFileSync } from 'node:child_process'
import { readHistory, rollUp, SPAN, saveFlow, saveSample } from '@mc/server/db/stats.ts'
import { flowRows } from '@mc/server/plugins/vitals/flow.ts'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'

const sample = (at: number, cpu: number, queue_total: number | null = 0) => ({
  span: SPAN.sample,
  at,
  cpu,
  load_average: 5,
  memory: 400,
  swap: 0,
  disk: 505,
  network_received: 1000,
  network_sent: 10,
  queue_total,
})
/** A quarter of an hour that is long over. */
const quarter = 1_790_000_100 - (1_790_000_100 % SPAN.coarse)

t.test('the machine now, in the shape of the reference', async (t) => {
  const { as } = await buildTestApp(t)
  const { status, body } = await (await as('viewer')).call('GET /stats')
  t.equal(status, 200)
  t.ok(body.memory.total_bytes > body.memory.used_bytes && body.memory.used_bytes > 0)
  t.ok(body.cpu.usage_percent >= 0 && body.cpu.usage_percent <= 100)
  t.equal(body.cpu.load_average.length, 3)
  t.match(body.uptime_formatted, /^(\d+d )?(\d+h )?\d+m$/)
  t.same(body.counts, { domains: 0, users: 0, aliases: 0 })
  t.same(body.disks.flatMap(({ uses }) => uses).sort(), ['log', 'mail', 'panel', 'queue'])
  t.ok(body.disk.total_bytes >= body.disk.used_bytes && body.disk.total_bytes > 0)
  const df = execFileSync('df', ['--output=pcent', body.disk.mount], { encoding: 'utf8' })
  const told = Number(/(\d+)%/.exec(df)?.[1])
  t.ok(Math.abs(body.disk.usage_percent - told) <= 2, `${body.disk.usage_percent}, df: ${told}`)
  t.equal(body.queue_total, null, 'there is no mail stack, so nobody knows')
  t.equal(body.history.period, '24h')
})

t.test('an answer stays small whatever the period, also when every point is full', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const now = Math.floor(Date.now() / 1000)
  const rows = Array.from({ length: 600 }, (_, i) => ({
    ...sample(now - (now % SPAN.coarse) - i * SPAN.coarse, 1000, 20_000),
    span: SPAN.coarse,
    network_received: 1_234_567_890,
    network_sent: 1_234_567_890,
  }))
  await deps.db.panel.replaceInto('stats_samples').values(rows).execute()
  const admin = await as('admin')
  for (const period of ['1h', '24h', '7d', '90d'] as const) {
    const { status, body } = await admin.call('GET /stats', { query: { period } })
    t.equal(status, 200, period)
    t.ok(JSON.stringify(body).length <= 20_000, period)
    t.equal(body.history.cpu_percent.length, body.history.mail_in.length)
  }
  t.equal((await admin.call('GET /stats', { query: { period: '1y' } })).status, 400)
})

t.test('samples become means, a time without them stays empty', async (t) => {
  const { deps } = await buildTestApp(t)
  const db = deps.db.panel
  for (const [i, cpu] of [100, 200, 300].entries())
    await saveSample(db, sample(quarter + i * 15, cpu))
  await saveSample(db, sample(quarter + 30, 600))
  const history = await readHistory(db, '1h', quarter + 59)
  t.equal(
    history.cpu_percent.at(-1),
    30,
    'the mean of 10, 20 and 60: the later word on a moment replaces the earlier',
  )
  t.equal(history.disk_percent.at(-1), 50.5)
  t.equal(history.cpu_percent.at(-2), null)
  t.equal(history.cpu_percent.length, 60)
  t.equal(Date.parse(history.from), (quarter - 59 * 60) * 1000)
})

t.test('an unknown queue is no empty queue', async (t) => {
  const { deps } = await buildTestApp(t)
  await saveSample(deps.db.panel, sample(quarter, 100, null))
  const history = await readHistory(deps.db.panel, '1h', quarter + 59)
  t.equal(history.queue.at(-1), null)
})

t.test(
  'quarters of an hour are condensed, also those nobody was there for, and old rows go',
  async (t) => {
    const { deps } = await buildTestApp(t)
    const db = deps.db.panel
    const hours = 3600
    await saveSample(db, sample(quarter - 26 * hours, 900))
    await saveSample(db, sample(quarter - 5 * hours, 100))
    await saveSample(db, sample(quarter - 5 * hours + 15, 201))
    await saveFlow(
      db,
      [0, 60].map((s) => ({
        span: SPAN.flow,
        at: quarter - SPAN.coarse + s,
        mail_in: 30,
        mail_out: 15,
        mail_rejected: 0,
        mail_deferred: 3,
      })),
    )
    await rollUp(db, quarter + 10)
    const rows = await db
      .selectFrom('stats_samples')
      .select(['span', 'at', 'cpu'])
      .orderBy('at')
      .orderBy('span')
      .execute()
    t.same(rows, [
      { span: SPAN.sample, at: quarter - 5 * hours, cpu: 100 },
      { span: SPAN.coarse, at: quarter - 5 * hours, cpu: 151 },
      { span: SPAN.sample, at: quarter - 5 * hours + 15, cpu: 201 },
    ])
    const history = await readHistory(db, '7d', quarter + 10)
    t.ok(history.cpu_percent.includes(15.1))
    t.ok(
      history.mail_in.some((value) => value === 4),
      '60 messages in a quarter of an hour are 4 a minute',
    )
    await rollUp(db, quarter + 91 * 24 * hours)
    t.same(await db.selectFrom('stats_samples').select('at').execute(), [])
  },
)

t.test('minutes without mail are 0, minutes that nobody counted have no row', async (t) => {
  const at = new Date((quarter - 60) * 1000).toISOString()
  const minute = { at, in: 2, out: 1, rejected: 0, deferred: 0 }
  const rows = await flowRows(async () => [minute], quarter + 7)
  t.equal(rows.length, 10)
  t.match(rows.at(-1), { at: quarter - 60, mail_in: 2, mail_out: 1 })
  t.match(rows.at(-2), { at: quarter - 120, mail_in: 0 })
  t.same(await flowRows(async () => undefined, quarter), [])
})

t.test('a disk that fills up and a queue that grows need somebody', async (t) => {
  const { as } = await buildTestApp(t, {
    change: (deps) => ({
      ...deps,
      vitals: {
        ...deps.vitals,
        now: async () => {
          const health = await deps.vitals.now()
          const disks = health.disks.map((disk) => ({
            ...disk,
            mount: '/var',
            usage_percent: 96.4,
          }))
          return { ...health, disks, queue_total: 512 }
        },
      },
    }),
  })
  const { body } = await (await as('viewer')).call('GET /overview')
  t.match(
    body.attention.filter(({ code }) => code === 'disk_full' || code === 'queue_waiting'),
    [
      { code: 'disk_full', severity: 'bad', subject: '/var 96' },
      { code: 'queue_waiting', severity: 'warn', subject: '512' },
    ],
  )
})

t.test('wrong records of a domain need somebody', async (t) => {
  const { as, deps } = await buildTestApp(t)
  await deps.db.panel
    .insertInto('dns_results')
    .values({
      domain: 'wrong.example',
      status: 'fail',
      severity: 4,
      findings: '[]',
      checked_at: new Date().toISOString(),
      due_at: new Date().toISOString(),
      claimed_until: null,
    })
    .execute()
  const { body } = await (await as('viewer')).call('GET /overview')
  t.match(
    body.attention.filter(({ code }) => code === 'dns_wrong'),
    [{ severity: 'warn', subject: 'wrong.example' }],
  )
})

t.test('a mail log that nobody reads is said, and counts as unknown', async (t) => {
  const { as } = await buildTestApp(t, {
    change: (deps) => ({
      ...deps,
      trace: {
        ...deps.trace,
        ingest: async () => ({ state: 'stopped', read_to: null, behind_bytes: 0 }),
      },
    }),
  })
  const { body } = await (await as('viewer')).call('GET /overview')
  t.match(
    body.attention.filter(({ code }) => code === 'log_unread'),
    [{ severity: 'warn', subject: '' }],
  )
})
