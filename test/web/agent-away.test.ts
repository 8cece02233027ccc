import type { OpOutput } from '@mc/shared/ops'
import type { Locator } from 'playwright-core'
import t from 'tap'
import { openWeb } from '../helpers/browser.ts'
import { objectsOf } from '../helpers/objects.ts'
import { madeKeys, scriptedAgent } from '../helpers/scripted-agent.ts'
import { deferredMail, scriptedQueue } from '../helpers/scripted-queue.ts'

const postfix: OpOutput<'services.list'>['services'][number] = {
  name: 'postfix',
  state: 'running',
  pid: 1181,
  memory_bytes: 88_080_384,
  uptime_seconds: 273_000,
  detail: '',
}
const agent = scriptedAgent()
const works = () => {
  scriptedQueue(agent, deferredMail(3), async () => {}, {
    'services.list': () => ({ services: [postfix] }),
    'domains.apply': () => ({ domains: 0, unusable: [] }),
    'dkim.make': madeKeys,
  })
}
const goesAway = () => {
  agent.answer({})
  agent.say(undefined)
}

works()
const web = await openWeb(t, { change: agent.change })
const { page, calls, ...visit } = await web.as('admin')
await objectsOf((await web.as('admin')).api).domain('example.com')

const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
/** Waits until it cannot be used, and says why as a screen reader would. */
const reasonOf = async (control: Locator): Promise<string | null> => {
  await control.and(page.locator('[aria-disabled="true"]')).waitFor()
  return control.getAttribute('aria-description')
}
const usable = (control: Locator) => control.and(page.locator(':not([aria-disabled])')).waitFor()
const why = /^This needs the agent, which does not answer at the moment\. Mail goes on/
/** Survives everything but a reload. */
const mark = () => page.evaluate('globalThis.loadedOnce = true')
const marked = () => page.evaluate('globalThis.loadedOnce === true')

t.test('services: nothing is offered while the agent is away, then all is as before', async (t) => {
  works()
  await visit.go('/services')
  const restart = button('Restart Postfix')
  await usable(restart)
  await mark()
  goesAway()
  t.match(await reasonOf(restart), why)
  t.match(await reasonOf(button('Stop Postfix')), why)
  const asked = calls.length
  await restart.click({ force: true })
  await page.keyboard.press('Enter')
  await page.mouse.move(0, 0)
  await restart.hover({ force: true })
  await page.getByText(why).waitFor()
  t.equal(await page.getByRole('dialog').count(), 0, 'a click does nothing')
  t.same(
    calls.slice(asked).filter((call) => call.startsWith('POST')),
    [],
  )
  t.same(await visit.axe(), [])
  works()
  await usable(restart)
  await usable(button('Stop Postfix'))
  t.equal(await restart.getAttribute('aria-description'), null)
  t.ok(await marked(), 'the same document')
})

t.test('the queue: title, rows and message; it comes back by itself', async (t) => {
  works()
  await visit.go('/queue')
  await usable(button('Try all now'))
  await mark()
  await page.locator('[data-row-link]').first().click()
  const panel = page.getByRole('complementary')
  await usable(panel.getByRole('button', { name: 'Deliver now' }))
  goesAway()
  for (const name of ['Deliver now', 'Hold', 'Delete…', 'Read the content'])
    t.match(await reasonOf(panel.getByRole('button', { name })), why, name)
  await visit.shoot('queue-agent-away', ['desktop'])
  await page.keyboard.press('Escape')
  t.match(await reasonOf(button('Try all now')), why)
  await page
    .getByRole('button', { name: /^Actions for/ })
    .first()
    .click()
  const item = page.getByRole('menuitem', { name: /^Requeue/ })
  t.equal(await item.getAttribute('aria-disabled'), 'true')
  t.match(await item.textContent(), /This needs the agent/)
  t.same(await visit.axe(), [], 'with the menu')
  await page.keyboard.press('Escape')
  works()
  await usable(button('Try all now'))
  t.ok(await marked(), 'the same document')
})

t.test('a list that could not be read at all is read when the agent is back', async (t) => {
  goesAway()
  await visit.go('/queue')
  await page
    .getByRole('alert')
    .getByText(/does not answer/)
    .waitFor()
  works()
  await page.getByText('1–3 of 3 messages').waitFor()
  t.equal(await page.getByRole('alert').count(), 0)
})

t.test('DKIM: keys wait for the agent, the DNS does not', async (t) => {
  works()
  await visit.go('/dkim')
  await page.getByText('1–1 of 1 key').waitFor()
  await usable(button('Create key'))
  await page.locator('[data-row-link]').first().click()
  const panel = page.getByRole('complementary')
  goesAway()
  t.match(await reasonOf(panel.getByRole('button', { name: /^Rotate key/ })), why)
  t.match(await reasonOf(button('Create key')), why)
  await usable(panel.getByRole('button', { name: 'Check now' }))
  works()
  await usable(panel.getByRole('button', { name: /^Rotate key/ }))
})

t.test('who may not see the services hears of it too', async (t) => {
  works()
  const editor = await web.as('editor', ['queue'])
  await editor.go('/queue')
  const flush = editor.page.getByRole('button', { name: 'Try all now' })
  await flush.and(editor.page.locator(':not([aria-disabled])')).waitFor()
  goesAway()
  await flush.and(editor.page.locator('[aria-disabled="true"]')).waitFor()
  works()
  await flush.and(editor.page.locator(':not([aria-disabled])')).waitFor()
  t.same(editor.complaints, [])
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
