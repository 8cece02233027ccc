import type { Alias } from '@mc/shared/contract'

/** A row's place among those of the same source that stand together on this page. */
export interface Place {
  /** The first of them, which shows the source; the others belong to it. */
  first: boolean
  count: number
  /** The group reaches the edge of the page, so there may be more. */
  cut: boolean
}

/** Finds the rows that share a source with their neighbours. */
export const placesOf = (rows: readonly Alias[], more: { before: boolean; after: boolean }) => {
  const places = new Map<number, Place>()
  let start = 0
  rows.forEach((row, index) => {
    if (rows[index + 1]?.source === row.source) return
    const group = rows.slice(start, index + 1)
    const cut = (start === 0 && more.before) || (index === rows.length - 1 && more.after)
    for (const [at, member] of group.entries())
      places.set(member.id, { first: at === 0, count: group.length, cut })
    start = index + 1
  })
  return places
}
