import t from 'tap'
import { openBrowser } from '../helpers/browser.ts'
import { MAIL_PASSWORD, startMailBed } from '../helpers/mail-bed.ts'
import { Smtp } from '../helpers/smtp.ts'
import { until } from '../helpers/until.ts'

const root = t
root.setTimeout(300_000)

/** Mail as this machine itself sends it: defer.test always waits, dead.test refuses connections. */
const submit = async (port: number, to: string): Promise<void> => {
  const client = await Smtp.open({ port, from: '127.0.0.1' })
  for (const line of ['EHLO here.example', 'MAIL FROM:<jane@example.test>', `RCPT TO:<${to}>`]) {
    const { code, text } = await client.command(line)
    if (code >= 400) throw new Error(`${line}: ${text}`)
  }
  const { code, text } = await client.data(`Subject: To ${to}\n\nWords for ${to}\n`)
  if (code !== 250) throw new Error(text)
  await client.quit()
}

t.test('the queue page on the real queue', async (t) => {
  const { call, panel } = await startMailBed(root)
  const { visit } = await openBrowser(root, panel.url)
  const { page, ...seen } = await visit()
  const send = (to: string) => submit(panel.layout.stack.postfix.reinjectPort, to)
  const table = page.getByRole('table', { name: 'Queue' })
  const row = (to: string) => table.getByRole('row', { name: new RegExp(to) })
  const counts = async () => (await call('GET /queue')).body

  await seen.go('/login?next=%2Fqueue')
  await page.getByLabel('Username').fill('admin')
  await page.getByLabel('Password', { exact: true }).fill(MAIL_PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByText('The queue is empty').waitFor()
  await page.getByText('defer.test').waitFor()

  await send('bob@defer.test')
  await send('ann@dead.test')
  await until('both wait', 60_000, async () => (await counts()).deferred === 2)
  await page.getByRole('radio', { name: /Deferred 2/ }).waitFor()
  await page.getByText('The queue has changed since.').waitFor()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await row('dead.test').getByText('Connection refused').last().waitFor()
  t.same(await seen.axe(), [])
  await seen.shoot('queue-real', ['desktop'])

  await row('dead.test').locator('[data-row-link]').click()
  const panelOf = page.getByRole('complementary')
  await panelOf.getByText(/refused the connection/).waitFor()
  await panelOf.getByRole('button', { name: 'Read the content' }).click()
  await panelOf.getByText('Words for ann@dead.test').waitFor()
  await panelOf.getByRole('button', { name: 'Hold' }).click()
  await until('it is held', 60_000, async () => (await counts()).hold === 1)
  await panelOf.getByRole('button', { name: 'Release' }).waitFor()
  await seen.shoot('queue-real-panel', ['desktop'])
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: /Delete all mail/ }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('2')
  await page.keyboard.press('Enter')
  await page.getByText('2 messages deleted.').waitFor()
  await page.getByText('The queue is empty').waitFor()
  t.equal((await counts()).total, 0)
  t.same(seen.complaints, [])
})
