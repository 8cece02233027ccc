import { compare } from '../compare.ts'
import { atLeastRatio, type Figure } from '../figure.ts'
import { domainName } from '../names.ts'

const json = { 'content-type': 'application/json' }
const body = (prefix: string): string =>
  JSON.stringify({
    email: `${prefix}-{n}@${domainName(7)}`,
    password: 'Bench-passw0rd!',
    domain_id: 8,
  })

/** A mailbox with its audit row and kept counts, against one INSERT. */
export const create: Figure = {
  on: 'database',
  measure: async (bed, effort) => {
    const { ratio, note } = await compare(
      {
        server: bed.panel,
        work: {
          method: 'POST',
          paths: ['/api/users'],
          headers: { ...bed.headers, ...json },
          body: body('panel'),
        },
      },
      {
        server: bed.bare,
        work: { method: 'POST', paths: ['/mailbox'], headers: json, body: body('bare') },
      },
      effort,
      201,
    )
    return [atLeastRatio(`${bed.name}: create a mailbox`, ratio, 0.4, note)]
  },
}
