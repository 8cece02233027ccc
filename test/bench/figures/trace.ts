import { loadavg } from 'node:os'
import { openTrace } from '@mc/server/trace/reader.ts'
import type { QueryOf } from '@mc/shared/contract'
import { atMost, type Figure } from '../figure.ts'
import { percentile } from '../stats.ts'
import { indexBed } from '../trace-index.ts'

type Query = QueryOf<'GET /logs/trace'>

const DAY_MS = 86_400_000
const ago = (days: number): string => new Date(Date.now() - days * DAY_MS).toISOString()

/** What people look for: never the same twice, so that nothing is answered from memory of the question before. */
const questions = (round: number): Query[] => {
  const n = round * 37
  const day = (round % 28) + 1
  const person = `person${n}@site${n % 5000}.example`
  return [
    { page: round + 1 },
    { search: `user${n % 20_000}@customer${n % 50}.test` },
    { search: person },
    { search: person.slice(0, 9) },
    { search: `user${round % 10}` },
    { search: `@customer${round % 50}.test`, page: round + 1 },
    { search: `site${n}.example`, sort: 'last_at' },
    { search: `198.51.${round % 100}.${(round % 250) + 1}` },
    { search: `4j${String(n * 100).padStart(8, '0')}zBBBB` },
    { search: `${n}.1@site.example` },
    { status: 'rejected', page: round + 1 },
    { status: 'rejected', from: ago(day + 1), to: ago(day) },
    { search: `@customer${round % 50}.test`, status: 'rejected' },
    { search: `user${n % 300}@customer${n % 50}.test`, from: ago(7) },
    { search: `user${round % 10}`, status: 'rejected' },
    { search: 'pu'.slice(0, 1 + (round % 2)), status: 'delivered', page: round + 1 },
    { search: 'p', from: ago(day + 1), to: ago(day) },
    { search: `@site${round % 10}`, status: 'sent', sort: 'last_at' },
  ]
}

/** Searches in the trace of 30 days, one after the other. */
export const trace: Figure = {
  on: 'once',
  measure: async (effort) => {
    const { index, lines } = await indexBed(effort)
    const reader = openTrace(index)
    await reader.page({})
    const times: number[] = []
    let worst = { ms: 0, by: '' }
    for (let round = 0; round < 40; round += 1) {
      for (const query of questions(round)) {
        const began = performance.now()
        await reader.page(query)
        const ms = performance.now() - began
        times.push(ms)
        if (ms > worst.ms) worst = { ms, by: JSON.stringify(query) }
      }
    }
    await reader.close()
    const load = (loadavg()[0] ?? 0).toFixed(1)
    const name = `trace of ${lines.toLocaleString('en')} lines, ${times.length} searches`
    const note = `slowest ${Math.round(worst.ms)} ms: ${worst.by}; load average ${load}`
    return [atMost(`${name}, p95`, percentile(times, 0.95), 200, 'ms', note)]
  },
}
