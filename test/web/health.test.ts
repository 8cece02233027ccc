import { SPAN } from '@mc/server/db/stats.ts'
import t from 'tap'
import { openWeb } from '../helpers/browser.ts'

const web = await openWeb(t)
const { page, api: _, ...visit } = await web.as('admin')
const figure = (name: string) => page.getByRole('figure', { name })

/** A day of a busy server: figures that rise and fall, and half an hour in which no panel ran. */
const fill = async () => {
  const db = web.panel.deps.db.panel
  const now = Math.floor(Date.now() / 1000)
  const wave = (i: number, length: number) => Math.abs(Math.sin((i / length) * Math.PI))
  const gap = (at: number) => now - at > 40_000 && now - at < 42_000
  const samples = Array.from({ length: 5700 }, (_unused, i) => {
    const at = now - (now % SPAN.sample) - i * SPAN.sample
    return {
      span: SPAN.sample,
      at,
      cpu: Math.round(120 + 450 * wave(i, 2400) + (i % 7) * 9),
      load_average: Math.round(4 + 9 * wave(i, 2400)),
      memory: Math.round(520 + 60 * wave(i, 5000)),
      swap: 31,
      disk: Math.round(640 + i / 100),
      network_received: Math.round(90_000 + 700_000 * wave(i, 1800)),
      network_sent: Math.round(60_000 + 300_000 * wave(i, 1500)),
      queue_total: Math.round(14 * wave(i, 900)),
    }
  }).filter(({ at }) => !gap(at))
  const flow = Array.from({ length: 1430 }, (_unused, i) => ({
    span: SPAN.flow,
    at: now - (now % SPAN.flow) - i * SPAN.flow,
    mail_in: Math.round(5 + 40 * wave(i, 480)),
    mail_out: Math.round(3 + 18 * wave(i, 480)),
    mail_rejected: Math.round(9 * wave(i, 300)),
    mail_deferred: i % 5 === 0 ? 2 : 1,
  })).filter(({ at }) => !gap(at))
  for (let i = 0; i < samples.length; i += 1000) {
    await db
      .replaceInto('stats_samples')
      .values(samples.slice(i, i + 1000))
      .execute()
  }
  await db.replaceInto('mail_flow').values(flow).execute()
}

t.test('mail flow and the machine over a day, with the figures behind the lines', async (t) => {
  await fill()
  await web.panel
    .as('admin')
    .then((admin) => admin.call('POST /domains', { body: { name: 'a.example' } }))
  await visit.go('/')
  await figure('Messages a minute').locator('svg.recharts-surface').first().waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await figure('Processor').scrollIntoViewIfNeeded()
  await visit.shoot('overview-health', ['desktop', 'large', 'phone'])
  const flow = figure('Messages a minute')
  await flow.getByText('View data').click()
  await flow.getByRole('columnheader', { name: 'Rejected' }).waitFor()
  t.ok((await flow.getByRole('row').count()) > 80, 'a row for each quarter of an hour')
  t.same(await visit.axe(), [], 'with the figures shown')
})

t.test('values are read by keyboard and by pointer', async (t) => {
  await visit.go('/')
  const flow = figure('Messages a minute')
  const surface = flow.locator('svg.recharts-surface').first()
  await surface.waitFor()
  await surface.focus()
  await page.keyboard.press('ArrowRight')
  await flow.getByText('Deferred').nth(1).waitFor()
  t.match(await flow.textContent(), /UTC/, 'with the moment')
})

t.test('the period stands in the address', async (t) => {
  await visit.go('/')
  await page.getByRole('combobox', { name: 'Period' }).selectOption('Last hour')
  await page.waitForURL(/period=1h/)
  await figure('Messages a minute').locator('svg.recharts-surface').first().waitFor()
  await visit.go('/?period=90d')
  t.equal(await page.getByRole('combobox', { name: 'Period' }).inputValue(), '90d')
})

t.test('a new sample is shown without a question', async (t) => {
  await visit.go('/')
  const health = await web.panel.deps.vitals.now()
  const cpu = { ...health.cpu, usage_percent: 77.7 }
  await figure('Processor').getByText(/%$/).first().waitFor()
  web.panel.deps.events.publish('stats', { ...health, cpu })
  await figure('Processor').getByText('77.7 %').waitFor()
  t.same(visit.complaints, [], 'no complaint of console or policy')
})
