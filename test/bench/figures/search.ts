import { atMost, type Figure } from '../figure.ts'
import { searchWords } from '../names.ts'
import { load } from '../processes.ts'
import { median, percentile } from '../stats.ts'

const words = searchWords.rare.flatMap((rare, index) => [
  rare,
  searchWords.middling[index % searchWords.middling.length],
  searchWords.everywhere[index % searchWords.everywhere.length],
])
const targets = { SQLite: 30, MariaDB: 80 } as const

/**
 * One person who searches without a pause, and others whose requests come 100 a second meanwhile: how long does each
 * wait?
 */
export const search: Figure = {
  on: 'database',
  measure: async (bed, { rounds, seconds }) => {
    const job = { origin: bed.panel.origin, method: 'GET', seconds, headers: bed.headers } as const
    const found: number[] = []
    const others: number[] = []
    for (let i = 0; i < rounds; i++) {
      const [searching, meanwhile] = await Promise.all([
        load({ ...job, connections: 1, paths: words.map((word) => `/api/users?search=${word}`) }),
        load({
          ...job,
          connections: 4,
          rate: 100,
          paths: ['/api/auth/me', '/api/users?sort=email&page=3', '/api/domains'],
        }),
      ])
      found.push(percentile(searching.times, 0.95))
      others.push(percentile(meanwhile.times, 0.99))
    }
    return [
      atMost(`${bed.name}: 3-letter search, p95`, median(found), targets[bed.name], 'ms'),
      atMost(`${bed.name}: other requests during searches, p99`, median(others), 40, 'ms'),
    ]
  },
}
