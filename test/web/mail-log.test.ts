import t from 'tap'
import { openWeb, sizes } from '../helpers/browser.ts'
import { startLog } from '../helpers/log-on-disk.ts'
import { mailLog } from '../helpers/mail-log.ts'
import { until } from '../helpers/until.ts'

const web = await openWeb(t)
const { page, calls, ...visit } = await web.as('admin')
const lines = page.locator('[data-row]')
const log = startLog(t, web.panel)
const minute = 60_000
let written = 0

const write = (count: number, text = 'warning: hostname unknown.example does not resolve') =>
  log.write(
    Array.from({ length: count }, () => {
      written += 1
      const at = new Date().toISOString().replace('Z', '000+00:00')
      return `${at} mail postfix/smtpd[99]: ${text} number ${written}.`
    }),
  )
const scroll = (to: string) =>
  page.evaluate(`document.querySelector('[data-row]').closest('div').scrollTop = ${to}`)

t.test('an empty log teaches', async (t) => {
  await visit.go('/logs')
  await page.getByText('The log is empty').waitFor()
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
})

t.test('new lines appear while it is followed; what is read stays in its place', async (t) => {
  await log.write([
    ...mailLog({
      seed: 3,
      lines: 900,
      from: Date.now() - 240 * minute,
      to: Date.now() - minute,
      mailboxes: 30,
      strangers: 60,
    }),
  ])
  await visit.go('/logs')
  await lines.first().waitFor()
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('mail-log', ['desktop', 'large', 'phone'])
  await write(1)
  await page.getByText('number 1.').waitFor()
  t.ok(await page.getByText('number 1.').isVisible(), 'the end is in sight')
  await scroll('0')
  await page.getByRole('button', { name: 'Go to the newest line' }).waitFor()
  const top = await lines.first().textContent()
  await write(12)
  await page.getByRole('button', { name: '12 new lines' }).waitFor()
  t.equal(await lines.first().textContent(), top, 'nothing moved')
  t.same(await visit.axe(), [], 'while paused')
  await visit.shoot('mail-log-paused', ['desktop', 'narrow'])
  await page.getByRole('button', { name: '12 new lines' }).click()
  await page.getByText('number 13.').waitFor()
  await page.getByRole('switch', { name: 'Follow' }).uncheck()
  const before = calls.length
  await write(1)
  await page.getByRole('switch', { name: 'Follow' }).check()
  await page.getByText('number 14.').waitFor()
  t.ok(calls.length - before < 6, 'and that cost few questions')
})

t.test('older lines come on demand; the page stays small however far one reads', async (t) => {
  await visit.go('/logs')
  await lines.first().waitFor()
  const first = () => lines.first().textContent()
  for (let i = 0; i < 4; i += 1) {
    const before = await first()
    await page.getByRole('button', { name: 'Show older lines' }).click()
    await until('older lines are shown', 60_000, async () => (await first()) !== before)
  }
  const nodes = await page.evaluate<number>('document.querySelectorAll("*").length')
  t.ok(nodes <= 3000, `${nodes} nodes`)
  await page.getByRole('button', { name: 'Go to the newest line' }).click()
  await page.getByText('number 14.').waitFor()
})

t.test('a burst of thousands of lines neither grows the page nor loses its end', async (t) => {
  await visit.go('/logs')
  await lines.first().waitFor()
  for (let i = 0; i < 5; i += 1) await write(600, 'burst')
  await page.getByText(`number ${written}.`).waitFor()
  const nodes = await page.evaluate<number>('document.querySelectorAll("*").length')
  t.ok(nodes <= 3000, `${nodes} nodes`)
})

t.test('filters: text, service, level; a queue id leads on', async (t) => {
  await visit.go('/logs')
  await lines.first().waitFor()
  await page.getByRole('combobox', { name: 'Service' }).selectOption('dovecot')
  await page.waitForURL(/service=dovecot/)
  await page.getByText('stored mail into mailbox').first().waitFor()
  t.equal(await lines.getByText('postfix/smtpd', { exact: true }).count(), 0)
  await page.getByRole('combobox', { name: 'Service' }).selectOption('postfix')
  await page.getByRole('combobox', { name: 'Level' }).selectOption('warning')
  await page.getByText('status=deferred').first().waitFor()
  await write(1, 'connect from nobody: a line that does not fit')
  await write(1)
  await page.getByText(`number ${written}.`).waitFor()
  t.equal(await page.getByText('does not fit').count(), 0, 'new lines are filtered too')
  await page.keyboard.press('/')
  await page.keyboard.type('RECEIVING MAIL TOO')
  await page.waitForURL(/search=/)
  await page.getByText('status=deferred').first().waitFor()
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Show in trace' }).click()
  await page.getByRole('heading', { name: 'Trace', level: 1 }).waitFor()
  await page.getByText(/of 1 delivery/).waitFor()
})

t.test('by keyboard, and copied as the file has it', async (t) => {
  await visit.go('/logs?search=number%2014.')
  await lines.first().waitFor()
  await page.keyboard.press('j')
  t.equal(await page.evaluate('document.activeElement.dataset.rowLink'), '')
  await lines.first().getByRole('button', { name: 'Copy line' }).click({ force: true })
  t.match(
    await page.evaluate('navigator.clipboard.readText()'),
    /Z mail postfix\/smtpd\[99\]: warning/,
  )
})

t.test('it cannot be loaded: says so and is asked again; 360 pixels are enough', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.page.setViewportSize(sizes.narrow)
  await viewer.page.route('**/api/logs/mail?*', (route) =>
    route.fulfill({
      status: 500,
      contentType: 'application/json',
      body: JSON.stringify({ error: 'It failed here.', code: 'internal_error', request_id: 'x1' }),
    }),
  )
  await viewer.go('/logs')
  await viewer.page.getByText('It failed here.').waitFor()
  t.same(await viewer.axe(), [])
  await viewer.page.unrouteAll()
  await viewer.page.getByRole('button', { name: 'Retry' }).click()
  await viewer.page.locator('[data-row]').first().waitFor()
  t.equal(await viewer.page.evaluate('document.documentElement.scrollWidth'), 360)
  t.same(viewer.complaints, [])
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
