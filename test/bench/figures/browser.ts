import { chromium } from 'playwright-core'
import { atMost, type Figure } from '../figure.ts'
import { median } from '../stats.ts'

/** The Mailboxes page over 100,000 mailboxes in a browser with an empty cache. */
export const browser: Figure = {
  on: 'database',
  measure: async (bed, { rounds }) => {
    const chrome = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    })
    try {
      const rows: number[] = []
      const nodes: number[] = []
      const [name = '', value = ''] = bed.headers.cookie?.split('=') ?? []
      for (let i = 0; i < rounds; i++) {
        const context = await chrome.newContext()
        await context.addCookies([{ name, value, url: bed.panel.origin }])
        const page = await context.newPage()
        const began = performance.now()
        await page.goto(`${bed.panel.origin}/mailboxes`, { waitUntil: 'commit' })
        await page.locator('tbody tr td').filter({ hasText: '@' }).first().waitFor()
        rows.push(performance.now() - began)
        // The stream of events never ends, so an idle network cannot be waited for.
        await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' })
        nodes.push(await page.locator('*').count())
        await context.close()
      }
      return [
        atMost(`${bed.name}: Mailboxes page, first row`, median(rows), 1000, 'ms'),
        atMost(`${bed.name}: Mailboxes page, DOM nodes`, median(nodes), 3000, 'nodes'),
      ]
    } finally {
      await chrome.close()
    }
  },
}
