import { ArrowDown, ArrowUp } from 'lucide-react'
import { cx } from '../../lib/cx.ts'
import type { ListState } from '../../lib/list-state.ts'
import { words } from '../../words/index.ts'
import { BareCheckbox } from '../choice.tsx'
import styles from './table.module.css'
import type { Column } from './types.ts'

interface HeadProps<Row, S extends string> {
  columns: readonly Column<Row, S>[]
  list: Pick<ListState<S, string>, 'query' | 'sortBy'>
  /** Of the rows on this page; absent when rows can't be selected. */
  selected: { count: number; of: number; toggle: (on: boolean) => void } | undefined
  menu: boolean
}

export const cellClass = ({ numeric, from }: { numeric?: boolean; from?: 'md' | 'lg' }) =>
  cx(numeric && styles.numeric, from && styles[from])

export const Head = <Row, S extends string>({
  columns,
  list,
  selected,
  menu,
}: HeadProps<Row, S>) => {
  const { sort, dir } = list.query
  const Arrow = dir === 'asc' ? ArrowUp : ArrowDown
  return (
    <thead>
      <tr>
        {selected && (
          <th className={styles.check}>
            <BareCheckbox
              label={words.table.selectPage}
              checked={selected.of > 0 && selected.count === selected.of}
              mixed={selected.count > 0 && selected.count < selected.of}
              className={selected.count ? undefined : styles.hidden}
              onChange={selected.toggle}
            />
          </th>
        )}
        {columns.map((column) => {
          const { sort: key, header, width } = column
          const sorted = key !== undefined && key === sort
          return (
            <th
              key={column.id}
              scope="col"
              className={cellClass(column)}
              style={width ? { inlineSize: width } : undefined}
              aria-sort={sorted ? (dir === 'asc' ? 'ascending' : 'descending') : undefined}
            >
              {key === undefined ? (
                header
              ) : (
                <button type="button" className={styles.sort} onClick={() => list.sortBy(key)}>
                  {header}
                  {sorted ? <Arrow aria-hidden="true" /> : <ArrowUp aria-hidden="true" />}
                </button>
              )}
            </th>
          )
        })}
        {menu && (
          <th className={styles.menu}>
            <span className="sr-only">{words.table.actions}</span>
          </th>
        )}
      </tr>
    </thead>
  )
}
