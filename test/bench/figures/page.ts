import { compare } from '../compare.ts'
import { atLeastRatio, type Figure } from '../figure.ts'

const pages = Array.from({ length: 100 }, (_, index) => index + 1)

/** The list as the page asks for it, against the same rows without their total. */
export const page: Figure = {
  on: 'database',
  measure: async (bed, effort) => {
    const { ratio, note } = await compare(
      {
        server: bed.panel,
        work: {
          method: 'GET',
          paths: pages.map((n) => `/api/users?sort=email&page=${n}`),
          headers: bed.headers,
        },
      },
      { server: bed.bare, work: { method: 'GET', paths: pages.map((n) => `/page?page=${n}`) } },
      effort,
    )
    return [atLeastRatio(`${bed.name}: page of mailboxes with total`, ratio, 0.6, note)]
  },
}
