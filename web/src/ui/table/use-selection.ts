import { BULK_MAX_IDS } from '@mc/shared/rules'
import { useState } from 'react'
import type { RowId } from './types.ts'

export interface Selection<Row> {
  rows: readonly Row[]
  has: (id: RowId) => boolean
  toggle: (row: Row, on: boolean, range: boolean) => void
  togglePage: (on: boolean) => void
  clear: () => void
}

/** Selected rows, kept over pages. Shift selects from the last touched row of this page to this one. */
export const useSelection = <Row>(
  page: readonly Row[],
  idOf: (row: Row) => RowId,
): Selection<Row> => {
  const [chosen, setChosen] = useState<ReadonlyMap<RowId, Row>>(new Map())
  const [last, setLast] = useState<RowId>()

  const put = (rows: readonly Row[], on: boolean) => {
    const next = new Map(chosen)
    for (const row of rows)
      if (!on) next.delete(idOf(row))
      else if (next.size < BULK_MAX_IDS) next.set(idOf(row), row)
    setChosen(next)
  }
  return {
    // The page's rows are newer than those remembered from when they were selected.
    rows: [...chosen.values()].map((old) => page.find((row) => idOf(row) === idOf(old)) ?? old),
    has: (id) => chosen.has(id),
    toggle: (row, on, range) => {
      const from = page.findIndex((other) => idOf(other) === last)
      const to = page.findIndex((other) => idOf(other) === idOf(row))
      const whole = range && from >= 0 && to >= 0
      put(whole ? page.slice(Math.min(from, to), Math.max(from, to) + 1) : [row], on)
      setLast(idOf(row))
    },
    togglePage: (on) => put(page, on),
    clear: () => setChosen(new Map()),
  }
}
