import { compare } from '../compare.ts'
import { atLeastRatio, type Figure } from '../figure.ts'

/** What every request pays: limiter, cookie, session, access. */
export const me: Figure = {
  on: 'database',
  measure: async (bed, effort) => {
    const { ratio, note } = await compare(
      {
        server: bed.panel,
        work: { method: 'GET', paths: ['/api/auth/me'], headers: bed.headers },
      },
      { server: bed.bare, work: { method: 'GET', paths: ['/me'] } },
      effort,
    )
    return [atLeastRatio(`${bed.name}: GET /api/auth/me`, ratio, 0.6, note)]
  },
}
