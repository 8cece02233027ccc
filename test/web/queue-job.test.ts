import t from 'tap'
import { openWeb } from '../helpers/browser.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { deferredMail, scriptedQueue } from '../helpers/scripted-queue.ts'
import { until } from '../helpers/until.ts'

const agent = scriptedAgent()
const web = await openWeb(t, { change: agent.change })
const { page, api, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')
const tray = page.getByRole('region', { name: 'Work under way' })
const progress = tray.getByRole('progressbar', { name: /^Try messages now/ })

/** Calls that the slow agent has not answered yet. */
const waiting: (() => void)[] = []
const queue = scriptedQueue(
  agent,
  deferredMail(900),
  () => new Promise((resolve) => void waiting.push(resolve)),
)
/** The agent does what it was asked for last, which is 200 messages at the most. */
const goOn = async () => {
  const answer = await until('the agent is asked', 30_000, () => waiting.shift())
  answer()
}
const percent = async (text: string) => {
  await tray.getByText(text, { exact: true }).waitFor()
  return Number(await progress.getAttribute('value'))
}

t.test('work on a filter shows how far it is', async (t) => {
  await visit.go('/queue?queue=deferred')
  await page.getByText('1–20 of 900 messages').waitFor()
  await page.getByRole('button', { name: 'Act on these' }).click()
  await page.getByRole('menuitem', { name: 'Deliver now' }).click()
  await dialog.getByText('Try 900 messages now?').waitFor()
  await dialog.getByRole('button', { name: 'Try now' }).click()
  await dialog.waitFor({ state: 'detached' })
  t.equal(await percent('0 %'), 0)
  await tray.getByText('It goes on if you close this page.').waitFor()
  await goOn()
  t.equal(await percent('22 %'), 22)
  t.same(await visit.axe(), [], 'with work under way')
  await visit.shoot('queue-job')
})

t.test('it is found again after a reload, and on another page', async (t) => {
  await page.reload()
  t.equal(await percent('22 %'), 22, 'as far as it was')
  await goOn()
  t.equal(await percent('44 %'), 44, 'and it goes on')
  await visit.go('/domains')
  t.equal(await percent('44 %'), 44)
})

t.test('its exact end is told, also when nobody looked', async (t) => {
  await page.goto('about:blank')
  await goOn()
  await goOn()
  await goOn()
  await until(
    'the work is done',
    30_000,
    async () => (await api.call('GET /jobs')).body.data[0]?.state === 'done',
  )
  t.equal(queue.counts().active, 900)
  await visit.go('/queue')
  await tray.getByText('Done for 900 of 900 messages.').first().waitFor()
  t.equal(await progress.count(), 0)
  t.same(await visit.axe(), [], 'with the result')
  await tray.getByRole('button', { name: /^Put away/ }).click()
  await tray.getByRole('listitem').waitFor({ state: 'detached' })
  await visit.go('/queue')
  await page.getByText('1–20 of 900 messages').waitFor()
  t.equal(await tray.getByRole('listitem').count(), 0, 'what was read does not come again')
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
