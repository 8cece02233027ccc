import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { openWeb, sizes } from '../helpers/browser.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { deferredMail, scriptedQueue } from '../helpers/scripted-queue.ts'
import { until } from '../helpers/until.ts'

const agent = scriptedAgent()
const web = await openWeb(t, { change: agent.change })
const { page, api, calls, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')
const messages = page.getByRole('region', { name: 'Messages' })
const tray = page.getByRole('region', { name: 'Work under way' })
const table = page.getByRole('table', { name: 'Queue' })
const rows = page.locator('[data-row]')
const count = (text: string) => page.getByText(text, { exact: true }).waitFor()
const segment = (name: RegExp) => page.getByRole('radio', { name })

t.test(
  'while the agent is down the page says which part is away, and that mail goes on',
  async (t) => {
    await visit.go('/queue')
    await page
      .getByRole('alert')
      .getByText(/does not answer/)
      .waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('queue-agent-down')
  },
)

t.test('an empty queue teaches', async (t) => {
  scriptedQueue(agent, [])
  await visit.go('/queue')
  await page.getByText('The queue is empty').waitFor()
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('queue-empty')
})

t.test('the list: counts, pages of one snapshot, sort, search, filters', async (t) => {
  const queue = scriptedQueue(agent, [
    ...deferredMail(60),
    { ...(deferredMail(61)[60] ?? deferredMail(1)[0]), id: '4dXkHOLD01zQ', queue: 'hold' },
  ] as ReturnType<typeof deferredMail>)
  await visit.go('/queue?pageSize=20')
  await count('1–20 of 61 messages')
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('queue', ['desktop', 'large', 'phone'])
  await segment(/Deferred 60/).waitFor()
  const view = (await api.call('GET /queue/items')).body.view
  t.ok(view)

  await page.getByRole('button', { name: 'Next page' }).click()
  await count('21–40 of 61 messages')
  const listed = agent.of('queue.list').length
  await table.getByRole('columnheader', { name: 'Size' }).getByRole('button').click()
  await page.waitForURL(/sort=size_bytes/)
  await page.keyboard.press('/')
  await page.keyboard.type('PERSON10@')
  await count('1–1 of 1 message')
  await page.getByRole('button', { name: 'Clear search' }).click()
  await page.getByRole('combobox', { name: 'Why it waits' }).selectOption({ index: 1 })
  await count('1–12 of 12 messages').catch(() => count('1–13 of 13 messages'))
  t.equal(agent.of('queue.list').length, listed, 'the queue was read once for all of this')

  queue.arrive(deferredMail(70).slice(62))
  await page.getByText('The queue has changed since.').waitFor()
  t.same(await visit.axe(), [], 'with the hint')
  await visit.shoot('queue-moved', ['desktop', 'narrow'])
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByText('The queue has changed since.').waitFor({ state: 'detached' })
  await visit.go('/queue')
  await count('1–20 of 69 messages')
  await segment(/On hold/).check({ force: true })
  await count('1–1 of 1 message')
  t.match(page.url(), /queue=hold/)
})

t.test(
  'one message: why it waits, headers, history; the content only on a recorded click',
  async (t) => {
    scriptedQueue(agent, deferredMail(30))
    await visit.go('/queue')
    await rows.first().locator('[data-row-link]').focus()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    const panel = page.getByRole('complementary')
    await panel.getByRole('heading', { name: 'Why is it waiting?' }).waitFor()
    await panel.getByText('Connection refused').first().waitFor()
    t.same(await visit.axe(), [], 'with the panel open')
    await visit.shoot('queue-panel')
    await panel.getByText(/Show \d header fields/).click()
    await panel.getByText('Your order').waitFor()
    t.equal(await page.getByText('secret words').count(), 0)
    await web.panel.deps.db.panel
      .updateTable('sessions')
      .set({ fresh_until: new Date(0).toISOString() })
      .execute()
    await until(
      'the session is stale',
      60_000,
      async () => !(await api.call('GET /auth/me')).body.fresh,
    )
    await panel.getByRole('button', { name: 'Read the content' }).click()
    await dialog.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.keyboard.press('Enter')
    await panel.getByText('secret words').waitFor()
    const { data } = (
      await (await web.as('admin')).api.call('GET /logs', { query: { action: 'queue.' } })
    ).body
    t.equal(data[0]?.action, 'queue.read_body')
    t.same(await visit.axe(), [], 'with the content shown')
    await page.keyboard.press('Escape')
    await panel.waitFor({ state: 'detached' })
  },
)

t.test('actions on one message: hold, release, delete after a question', async (t) => {
  const queue = scriptedQueue(agent, deferredMail(3))
  await visit.go('/queue')
  await count('1–3 of 3 messages')
  const menu = () =>
    rows
      .first()
      .getByRole('button', { name: /^Actions for/ })
      .click()
  await menu()
  await page.getByRole('menuitem', { name: 'Hold' }).click()
  await until('it is held', 60_000, () => queue.counts().hold === 1)
  await rows.first().getByText('On hold', { exact: true }).waitFor()
  await menu()
  t.match(
    await page.getByRole('menuitem', { name: /Deliver now/ }).textContent(),
    /Release it first/,
  )
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await dialog.getByText('This will be lost:').waitFor()
  t.same(await visit.axe(), [], 'with the question')
  await dialog.getByRole('button', { name: 'Delete message' }).click()
  await dialog.waitFor({ state: 'detached' })
  await count('1–2 of 2 messages')
  t.equal(queue.counts().total, 2)
})

t.test('selected rows: a preview, a job, its exact result', async (t) => {
  const queue = scriptedQueue(agent, deferredMail(30))
  await visit.go('/queue')
  await count('1–20 of 30 messages')
  await rows.first().locator('[data-row-link]').focus()
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  const bar = page.getByRole('toolbar', { name: 'Selected rows' })
  await bar.getByRole('button', { name: 'Hold' }).click()
  await dialog.getByText('All of them:').waitFor()
  t.same(await visit.axe(), [], 'with the preview')
  await visit.shoot('queue-bulk')
  await dialog.getByRole('button', { name: 'Put on hold' }).click()
  await tray.getByText('Done for 3 of 3 messages.').first().waitFor()
  t.same(await visit.axe(), [], 'with the result in the tray')
  await visit.shoot('queue-tray')
  t.equal(queue.counts().hold, 3)
  await tray.getByRole('button', { name: /^Put away/ }).click()
  await bar.waitFor({ state: 'detached' })
})

t.test('a filter is acted on: what is deleted is counted and typed', async (t) => {
  const queue = scriptedQueue(agent, deferredMail(60))
  await visit.go('/queue')
  await page.getByRole('button', { name: 'More filters' }).click()
  await dialog.getByRole('textbox', { name: 'Recipient domain' }).fill('dead.example')
  t.same(await visit.axe(), [], 'with the filters')
  await page.keyboard.press('Enter')
  await count('1–12 of 12 messages')
  await page.getByRole('button', { name: 'Remove filter: To dead.example' }).waitFor()
  await page.getByRole('button', { name: 'Act on these' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await dialog.getByText('Delete 12 messages?').waitFor()
  await visit.shoot('queue-bulk-delete')
  queue.arrive(deferredMail(64).slice(61))
  await dialog.getByRole('textbox').fill('11')
  await page.keyboard.press('Enter')
  await dialog.getByText('exactly as it stands').waitFor()
  await dialog.getByRole('textbox').fill('12')
  await page.keyboard.press('Enter')
  await tray.getByText('Done for 12 of 12 messages.').first().waitFor()
  t.equal(queue.counts().total, 51, 'what arrived after the preview is left alone')
})

t.test('all of the queue: try now, and delete after its count was typed', async (t) => {
  const queue = scriptedQueue(agent, deferredMail(25))
  await visit.go('/queue')
  await page.getByRole('button', { name: 'Try all now' }).click()
  await messages.getByText('25 messages will be tried now.').waitFor()
  await page.getByRole('button', { name: 'More actions' }).click()
  await page.getByRole('menuitem', { name: /Delete all mail/ }).click()
  await dialog.getByText('Deferred: 25 messages').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('queue-clear')
  await dialog.getByRole('textbox').fill('25')
  await page.keyboard.press('Enter')
  await messages.getByText('25 messages deleted.').waitFor()
  await page.getByText('The queue is empty').waitFor()
  t.equal(queue.counts().total, 0)
})

t.test('rights: a viewer may not see it; 360 pixels are enough', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.go('/queue')
  await viewer.page.getByText('Your account may not see this').waitFor()
  t.same(await viewer.axe(), [])
  scriptedQueue(agent, deferredMail(5))
  const editor = await web.as('editor', ['queue'])
  await editor.page.setViewportSize(sizes.narrow)
  await editor.go('/queue')
  await editor.page.getByText('1–5 of 5 messages').waitFor()
  t.equal(await editor.page.evaluate('document.documentElement.scrollWidth'), 360)
  t.same([...viewer.complaints, ...editor.complaints], [])
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
