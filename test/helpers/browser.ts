import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AxeBuilder } from '@axe-core/playwright'
import { buildApp } from '@mc/server/app.ts'
import type { Permission, Role } from '@mc/shared/contract'
import { type Browser, chromium, type Page, type Request } from 'playwright-core'
import type { Test } from 'tap'
import { buildTestApp, type TestApp, type TestAppOptions } from './app.ts'
import type { Client } from './client.ts'
import { until } from './until.ts'

const shots = fileURLToPath(new URL('../web/shots/', import.meta.url))

export const sizes = {
  desktop: { width: 1440, height: 900 },
  large: { width: 1920, height: 1080 },
  phone: { width: 390, height: 844 },
  narrow: { width: 360, height: 740 },
} as const
export type Size = keyof typeof sizes

/** A page whose console, exceptions and policy violations are heard from before its first request. */
export interface Visit {
  readonly page: Page
  /** What went wrong so far: console errors and warnings, exceptions, violations of the content security policy. */
  readonly complaints: string[]
  /** What the page asked the API so far, without the event stream: `GET /api/domains?page=2`. */
  readonly calls: string[]
  /** Goes to an address of the panel and waits until the content is there and nothing is asked any more. */
  go(path: string): Promise<void>
  /** Sum of layout shifts since the address was opened, those within 500 ms of a key or click left out. */
  shift(): Promise<number>
  /** What axe finds on the page as it stands, in both themes: `rule: element`. */
  axe(): Promise<string[]>
  /** Pictures in both themes: `<name>-<size>-light.png`. */
  shoot(name: string, only?: readonly Size[]): Promise<void>
}

export interface Web {
  readonly origin: string
  readonly panel: TestApp
  /** A signed-in browser of a new account, and the same account as a script. */
  as(role: Role, permissions?: readonly Permission[]): Promise<Visit & { api: Client }>
  /** A browser without a session. */
  nobody(): Promise<Visit>
  /** Ends the panel's server and starts it again at the same address; between the two it answers nothing. */
  stop(): Promise<void>
  start(): Promise<void>
}

interface Heard {
  readonly shift: number
  readonly violations: readonly string[]
}

/** Runs in the page before anything else. Text, because Node's types know no document. */
const listen = `
  globalThis.heard = { shift: 0, violations: [] }
  document.addEventListener('securitypolicyviolation', (event) => {
    heard.violations.push('policy: ' + event.violatedDirective + ' ' + event.blockedURI)
  })
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) heard.shift += entry.value
  }).observe({ type: 'layout-shift', buffered: true })
`
const setTheme = (theme: string) =>
  theme
    ? `document.documentElement.dataset.theme = '${theme}'`
    : 'delete document.documentElement.dataset.theme'
/** Colours fade for a moment; what is judged is where they end. What turns for ever is not waited for. */
const faded = `Promise.all(
  document.getAnimations()
    .filter(({ effect }) => effect.getComputedTiming().iterations !== Infinity)
    .map(({ finished }) => finished.catch(() => {})),
).then(() => {})`

const watch = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(`${page.url()} exception: ${error.message}`))
  page.on('console', (message) => {
    // A refusal of the API is an answer that the page shows; Chromium logs every one.
    const refusal =
      message.text().startsWith('Failed to load resource') &&
      message.location().url.includes('/api/')
    if (['error', 'warning'].includes(message.type()) && !refusal)
      complaints.push(`${page.url()} ${message.type()}: ${message.text()}`)
  })
  return complaints
}

const isStream = (url: string) => new URL(url).pathname === '/api/events'
/** Milliseconds without a request after which nothing more is expected. */
const quiet = 400

/** Calls of the page under way and done, without the event stream, which never ends. */
const traffic = (page: Page) => {
  const calls: string[] = []
  const open = new Set<Request>()
  let last = Date.now()
  page.on('request', (request) => {
    if (isStream(request.url())) return
    open.add(request)
    last = Date.now()
    const { pathname, search } = new URL(request.url())
    if (pathname.startsWith('/api/')) calls.push(`${request.method()} ${pathname}${search}`)
  })
  const over = (request: Request) => {
    if (open.delete(request)) last = Date.now()
  }
  page.on('requestfinished', over)
  page.on('requestfailed', over)
  // A page that is left takes its open calls along.
  page.on('framenavigated', () => open.clear())
  return {
    calls,
    settled: () =>
      until(
        'the page asks for nothing more',
        60_000,
        () => open.size === 0 && Date.now() - last > quiet,
      ),
  }
}

const themes = ['light', 'dark'] as const

/** Shows the page in each theme, as the person's own choice would; then as it was. */
const inThemes = async (page: Page, look: (theme: (typeof themes)[number]) => Promise<void>) => {
  for (const theme of themes) {
    await page.evaluate(setTheme(theme))
    await page.evaluate(faded)
    await look(theme)
  }
  await page.evaluate(setTheme(''))
}

/** Milliseconds for a whole file: axe looks at each page in both themes. */
const patience = 600_000
let visits = 0

const visitOf = async (browser: Browser, origin: string, cookie?: string): Promise<Visit> => {
  visits += 1
  const context = await browser.newContext({
    viewport: sizes.desktop,
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    permissions: ['clipboard-read', 'clipboard-write'],
    // Each visit is a client of its own to the limiter (RFC 3849 addresses).
    extraHTTPHeaders: { 'x-forwarded-for': `2001:db8:${visits.toString(16)}::1` },
  })
  if (cookie) {
    const [name = '', value = ''] = cookie.split('=')
    await context.addCookies([{ name, value, url: origin }])
  }
  await context.addInitScript(listen)
  const page = await context.newPage()
  page.setDefaultTimeout(30_000)
  const complaints = watch(page)
  const { calls, settled } = traffic(page)
  const heard = () => page.evaluate<Heard>('heard')
  const settle = async () => {
    await settled()
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
    complaints.push(...(await heard()).violations)
  }
  return {
    page,
    complaints,
    calls,
    go: async (path) => {
      await page.goto(`${origin}${path}`)
      await settle()
    },
    shift: async () => (await heard()).shift,
    axe: async () => {
      const found: string[] = []
      await inThemes(page, async (theme) => {
        const { violations } = await new AxeBuilder({ page }).analyze()
        for (const { id, nodes } of violations)
          for (const { target } of nodes) found.push(`${theme}: ${id}: ${target.join(' ')}`)
      })
      return found
    },
    shoot: async (name, only = ['desktop', 'phone']) => {
      mkdirSync(shots, { recursive: true })
      for (const size of only) {
        await page.setViewportSize(sizes[size])
        await inThemes(page, async (theme) => {
          await page.screenshot({ path: join(shots, `${name}-${size}-${theme}.png`) })
        })
      }
      await page.setViewportSize(sizes.desktop)
    },
  }
}

/** One Chromium for a panel that runs already; it ends with the test. `visit` begins without a session, or with this cookie. */
export const openBrowser = async (t: Test, origin: string) => {
  t.setTimeout(patience)
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
  })
  t.teardown(() => browser.close())
  return { visit: (cookie?: string) => visitOf(browser, origin, cookie) }
}

/**
 * The panel on a database of its own, listening on a free loopback port, and one Chromium; both end with the test. The
 * page is what `npm run build` made.
 * @param options environment of the panel and parts that are replaced (an agent that answers); there is no mail stack
 */
export const openWeb = async (
  t: Test,
  options: Pick<TestAppOptions, 'env' | 'change'> = {},
): Promise<Web> => {
  t.setTimeout(patience)
  const panel = await buildTestApp(t, { database: 'sqlite', ...options })
  let app = panel.app
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => app.close())
  // Ends before the panel, whose connections it holds.
  const { visit } = await openBrowser(t, origin)
  return {
    origin,
    panel,
    stop: () => app.close(),
    start: async () => {
      app = await buildApp(panel.deps)
      await app.listen({ host: '127.0.0.1', port: Number(new URL(origin).port) })
    },
    nobody: () => visit(),
    as: async (role, permissions = []) => {
      const api = await panel.as(role, permissions)
      return { ...(await visit(api.headers.cookie)), api }
    },
  }
}
