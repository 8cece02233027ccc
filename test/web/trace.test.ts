import t from 'tap'
import { openWeb, sizes } from '../helpers/browser.ts'
import { startLog } from '../helpers/log-on-disk.ts'
import { mailLog } from '../helpers/mail-log.ts'

const root = t
const web = await openWeb(root)
const { page, ...visit } = await web.as('admin')
const rows = page.locator('[data-row]')
const panel = page.getByRole('complementary')
const minute = 60_000
let log: ReturnType<typeof startLog>

t.test('before anything was read the page says so, and that mail goes on', async (t) => {
  await visit.go('/trace')
  await page.getByText('The mail log has not been read yet.').waitFor()
  await page.getByText('No mail has been seen yet').waitFor()
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('trace-empty')
})

/** What Postfix writes of one message from a stranger to a mailbox here. */
const delivery = (id: string, from: string, to: string) => {
  const at = new Date().toISOString().replace('Z', '000+00:00')
  return [
    `${at} mail postfix/smtpd[4711]: connect from mx.sender.example[192.0.2.55]`,
    `${at} mail postfix/smtpd[4711]: ${id}: client=mx.sender.example[192.0.2.55]`,
    `${at} mail postfix/cleanup[4712]: ${id}: message-id=<order-77@sender.example>`,
    `${at} mail postfix/qmgr[4713]: ${id}: from=<${from}>, size=4321, nrcpt=1 (queue active)`,
    `${at} mail dovecot: lmtp(${to})<90><AbCdEf>: sieve: msgid=<order-77@sender.example>: stored mail into mailbox 'INBOX'`,
    `${at} mail postfix/lmtp[4714]: ${id}: to=<${to}>, relay=mail.test[/run/lmtp], delay=0.1, delays=0.1/0/0/0, dsn=2.0.0, status=sent (250 2.0.0 <${to}> AbCdEf Saved)`,
    `${at} mail postfix/qmgr[4713]: ${id}: removed`,
  ]
}

t.test('the list: sentences and statuses, filters in the address', async (t) => {
  log = startLog(root, web.panel)
  await log.write([
    ...mailLog({
      seed: 7,
      lines: 1200,
      from: Date.now() - 300 * minute,
      to: Date.now() - 2 * minute,
      mailboxes: 30,
      strangers: 60,
    }),
  ])
  await visit.go('/trace')
  await rows.first().waitFor()
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('trace', ['desktop', 'large', 'phone'])
  await page.getByRole('combobox', { name: 'Status' }).selectOption('rejected')
  await page.waitForURL(/status=rejected/)
  await rows.first().getByText('Rejected', { exact: true }).waitFor()
  t.equal(await rows.getByText('Delivered', { exact: true }).count(), 0)
  await page.getByRole('combobox', { name: 'Period' }).selectOption('1h')
  await page.waitForURL(/period=1h/)
  await page.getByRole('combobox', { name: 'Period' }).selectOption('custom')
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('From', { exact: true }).fill('2026-01-02T10:00')
  await dialog.getByLabel('To', { exact: true }).fill('2026-01-01T10:00')
  await page.keyboard.press('Enter')
  await dialog.getByText('The end must be after the beginning.').waitFor()
  t.same(await visit.axe(), [], 'with the period')
  await dialog.getByLabel('To', { exact: true }).fill('2026-01-03T10:00')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing found').waitFor()
  await page.getByRole('button', { name: 'Clear search and filters' }).click()
  await rows.first().waitFor()
})

t.test('a message appears by itself, is found by its Message-ID, and tells its way', async (t) => {
  await visit.go('/trace')
  await rows.first().waitFor()
  await log.write(delivery('4j99000001zBCDF', 'shop@sender.example', 'jane@example.com'))
  await page.getByRole('row', { name: /shop@sender\.example/ }).waitFor()
  t.pass('without a reload')
  await page.keyboard.press('/')
  await page.keyboard.type('order-77@sender.example')
  await page.getByText('1–1 of 1 delivery').waitFor()
  await rows.first().locator('[data-row-link]').focus()
  await page.keyboard.press('Enter')
  await panel.getByRole('heading', { name: 'Timeline' }).waitFor()
  await panel.getByText('Delivered', { exact: true }).first().waitFor()
  t.ok((await panel.getByRole('listitem').count()) >= 4, 'from connect to delivery')
  t.same(await visit.axe(), [], 'with the panel open')
  await visit.shoot('trace-panel')
  await panel.getByText(/Show \d+ log lines/).click()
  await panel.getByText('client=mx.sender.example[192.0.2.55]').first().waitFor()
  await panel.getByRole('button', { name: /^Actions for/ }).click()
  await page.getByRole('menuitem', { name: 'Show in the log' }).click()
  await page.getByRole('heading', { name: 'Logs', level: 1 }).waitFor()
  await page.getByText('Queue ID 4j99000001zBCDF').waitFor()
})

t.test('a link to a delivery that is gone says so', async () => {
  await visit.go('/trace/999999')
  await panel.getByText('There is no such delivery').waitFor()
})

t.test('a viewer sees it at 360 pixels; a reader that stopped is told', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.page.setViewportSize(sizes.narrow)
  await viewer.go('/trace')
  await viewer.page.locator('[data-row]').first().waitFor()
  t.equal(await viewer.page.evaluate('document.documentElement.scrollWidth'), 360)
  t.same(viewer.complaints, [])
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
