import type { Page } from 'playwright-core'
import t from 'tap'
import { openWeb } from '../helpers/browser.ts'
import { objectsOf } from '../helpers/objects.ts'
import { until } from '../helpers/until.ts'

const web = await openWeb(t)
const { domain } = objectsOf((await web.as('admin')).api)
const dot = (page: Page) => page.getByRole('banner').getByRole('status')
const live = (page: Page) => dot(page).getByText('Connected').waitFor()
const link = (page: Page, name: string) => page.getByRole('link', { name, exact: true })
/** Survives everything but a reload. */
const mark = (page: Page) => page.evaluate('globalThis.loadedOnce = true')
const marked = (page: Page) => page.evaluate('globalThis.loadedOnce === true')

/** As when another window or tab is in front of this one, or no longer is. */
const setHidden = (page: Page, hidden: boolean) =>
  page.evaluate(`
    Object.defineProperty(document, 'hidden', { configurable: true, get: () => ${hidden} })
    document.dispatchEvent(new Event('visibilitychange'))
  `)

t.test('what another administrator changes appears without a reload', async (t) => {
  const { page, api, ...visit } = await web.as('admin')
  const other = await web.as('admin')
  await visit.go('/domains')
  await page.getByText('No domains yet').waitFor()
  await mark(page)
  await domain('first.example')
  await link(page, 'first.example').waitFor()
  t.ok(await marked(page), 'the same document')

  await visit.go('/accounts')
  await other.api.call('POST /accounts', {
    body: {
      username: 'newcomer',
      email: 'newcomer@example.com',
      password: 'Correct-Horse-9',
      role: 'viewer',
    },
  })
  await page.getByRole('row', { name: /newcomer/ }).waitFor()

  await visit.go('/audit')
  await domain('second.example')
  await page.getByText('created the domain second.example').first().waitFor()
  t.same(visit.complaints, [])
})

t.test('a burst of changes costs few questions, and its end is seen', async (t) => {
  const { page, calls, ...visit } = await web.as('admin')
  await visit.go('/domains?search=burst')
  await live(page)
  const before = calls.length
  for (let i = 1; i <= 20; i += 1) await domain(`burst${i}.example`)
  await page.getByText('1–20 of 20 domains').waitFor()
  const asked = calls.slice(before).filter((call) => call.startsWith('GET /api/domains?'))
  t.ok(asked.length <= 6, `asked ${asked.length} times for 20 changes`)
})

t.test('while the stream is up, the clock asks for nothing', async (t) => {
  const { page, calls, ...visit } = await web.as('admin')
  await page.clock.install()
  for (const path of ['/audit', '/domains', '/trash']) {
    await visit.go(path)
    await live(page)
    // A part that does not answer (there is no agent here) is asked twice more, and then no more.
    let quiet = 0
    await until('nothing is tried again', 60_000, async () => {
      const asked = calls.length
      await page.clock.runFor(1000)
      quiet = calls.length === asked ? quiet + 1 : 0
      return quiet === 8
    })
    const before = calls.length
    // More than any interval of the page, less than the silence after which it takes the stream for dead.
    await page.clock.runFor(40_000)
    t.same(calls.slice(before), [], path)
  }
})

t.test('events that do not get through are replaced by asking, until they do', async (t) => {
  const { page, calls, ...visit } = await web.as('admin')
  await page.clock.install()
  // A proxy that knows nothing of event streams.
  await page.route('**/api/events', (route) => route.fulfill({ status: 200, body: 'later' }))
  await visit.go('/domains?search=polled')
  await dot(page).getByText('Not live').waitFor()
  t.same(await visit.axe(), [])
  await domain('polled.example')
  const before = calls.length
  await page.clock.runFor(16_000)
  await link(page, 'polled.example').waitFor()
  t.ok(calls.slice(before).some((call) => call.includes('search=polled')))
  await page.unrouteAll()
  await until('the stream is tried again', 60_000, async () => {
    await page.clock.runFor(1000)
    return (await dot(page).textContent()) === 'Connected'
  })
  await domain('polled-no-more.example')
  await link(page, 'polled-no-more.example').waitFor()
  t.same(visit.complaints, [])
})

t.test('a window that gets no stream is given that of a hidden one', async (t) => {
  const { page: first, ...visit } = await web.as('admin')
  const more: Page[] = []
  await visit.go('/domains?search=fifth')
  for (let i = 0; i < 3; i += 1) {
    const page = await first.context().newPage()
    await page.goto(`${web.origin}/domains?search=fifth`)
    await live(page)
    more.push(page)
  }
  const fifth = await first.context().newPage()
  await fifth.goto(`${web.origin}/domains?search=fifth`)
  await dot(fifth).getByText('Not live').waitFor()
  t.pass('four windows that are looked at keep theirs')
  await setHidden(first, true)
  await live(fifth)
  await domain('fifth.example')
  await link(fifth, 'fifth.example').waitFor()
  for (const page of more) await page.close()
  await setHidden(first, false)
  await live(first)
  await link(first, 'fifth.example').waitFor()
  t.pass('it is live again when it is looked at, and has caught up')
})

t.test('after a restart of the panel the page is live again by itself', async (t) => {
  const { page, ...visit } = await web.as('admin')
  await visit.go('/domains?search=restart')
  await live(page)
  await mark(page)
  await web.stop()
  await dot(page).getByText('Reconnecting').waitFor()
  t.same(await visit.axe(), [], 'while it is away')
  await visit.shoot('live-reconnecting')
  await web.start()
  await live(page)
  // The API client of the tests speaks to the old application: this one is asked over the wire.
  const { as } = web
  const { api } = await as('admin')
  const answer = await fetch(`${web.origin}/api/domains`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'restarted.example' }),
  })
  t.equal(answer.status, 201)
  await link(page, 'restarted.example').waitFor()
  t.ok(await marked(page), 'the same document')
})

t.test('a page that was open while the panel was updated is fetched anew', async (t) => {
  const { page, ...visit } = await web.as('admin')
  await visit.go('/domains')
  await mark(page)
  const gone = /\/assets\/palette-[^/]*\.js$/
  await page.route(gone, (route) => route.fulfill({ status: 404, body: 'Not found' }))
  await page.keyboard.press('Control+k')
  await until('it is another document', 30_000, async () => !(await marked(page).catch(() => true)))
  await page.unroute(gone)
  await page.getByRole('heading', { name: 'Domains' }).waitFor()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search or go to' }).waitFor()
  t.pass('and its parts are there')
})

t.test('a session that ended elsewhere leads to the sign-in and back', async (t) => {
  const { page, api, ...visit } = await web.as('admin')
  await visit.go('/trash')
  await live(page)
  await fetch(`${web.origin}/api/auth/logout`, {
    method: 'POST',
    headers: { ...api.headers, 'content-type': 'application/json' },
    body: '{}',
  })
  await until('the sign-in is shown', 60_000, () => page.url().endsWith('/login?next=%2Ftrash'))
  t.pass('without touching the page')
})
