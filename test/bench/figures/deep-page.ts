import { list } from '@mc/server/features/users/service.ts'
import type { Caller } from '@mc/server/http/caller.ts'
import type { Bed } from '../bed.ts'
import { atMost, type Figure } from '../figure.ts'
import { median } from '../stats.ts'

const sorts = ['id', 'email', 'domain_name', 'created_at'] as const
const dirs = ['asc', 'desc'] as const
/** 2,500 of 5,000 is as far as one can be from either end. */
const pages = [4000, 2500] as const
const targets = { SQLite: 10, MariaDB: 25 } as const
const TRIES = 5

const caller: Caller = { actor: { kind: 'cli' }, address: null, requestId: null }

/** Milliseconds of one page, its query and total as the list endpoint asks for them. */
const once = async (
  { deps }: Bed,
  sort: (typeof sorts)[number],
  dir: (typeof dirs)[number],
  page: number,
) => {
  const began = performance.now()
  const { data } = await list(deps, caller, { sort, dir, page })
  if (data.length !== 20) throw new Error(`page ${page} has ${data.length} rows`)
  return performance.now() - began
}

/** The slowest of all sort keys and directions, each the median of some tries. */
const slowest = async (bed: Bed, page: number) => {
  const all: { by: string; ms: number }[] = []
  for (const sort of sorts) {
    for (const dir of dirs) {
      const tries: number[] = []
      for (let i = 0; i < TRIES; i++) tries.push(await once(bed, sort, dir, page))
      all.push({ by: `${sort} ${dir}`, ms: median(tries) })
    }
  }
  return all.reduce((worst, one) => (one.ms > worst.ms ? one : worst))
}

/** A page far into the list, asked of the database without HTTP. */
export const deepPage: Figure = {
  on: 'database',
  measure: async (bed) => {
    const lines = []
    for (const page of pages) {
      const { by, ms } = await slowest(bed, page)
      const name = `${bed.name}: page ${page.toLocaleString('en')}, slowest sort`
      lines.push(atMost(name, ms, targets[bed.name], 'ms', `by ${by}`))
    }
    return lines
  },
}
