import type { MouseEvent } from 'react'
import { AppLink } from '../../lib/app-link.tsx'
import { words } from '../../words/index.ts'
import { BareCheckbox } from '../choice.tsx'
import { MenuButton, openMenu, preloadMenu } from '../menu.tsx'
import { Skeleton } from '../states.tsx'
import { cellClass } from './head.tsx'
import styles from './table.module.css'
import type { Column, DataTableProps } from './types.ts'

type FromTable<Row, S extends string> = Pick<
  DataTableProps<Row, S, string>,
  'columns' | 'rowName' | 'rowTo' | 'rowNote' | 'rowActions'
>

interface RowProps<Row, S extends string> extends FromTable<Row, S> {
  row: Row
  /** The one row that Tab reaches; the others are reached with the arrows. */
  active: boolean
  open: boolean
  selected: boolean
  /** Absent when rows can't be selected. */
  onSelect: ((on: boolean, range: boolean) => void) | undefined
}

const onControl = (target: EventTarget) =>
  target instanceof Element && target.closest('a, button, input, label') !== null

/** A click beside the row's controls follows its link, unless text was being selected. */
const followLink = (event: MouseEvent<HTMLTableRowElement>) => {
  if (onControl(event.target) || getSelection()?.toString()) return
  event.currentTarget.querySelector<HTMLElement>('[data-row-link]')?.click()
}

export const Row = <R, S extends string>(props: RowProps<R, S>) => {
  const { row, columns, rowName, rowTo, rowNote, rowActions, active, open, selected, onSelect } =
    props
  const name = rowName(row)
  const tabIndex = active ? 0 : -1
  const menuLabel = words.table.actionsFor(name)
  const onContextMenu = (event: MouseEvent<HTMLElement>) => {
    if (!rowActions || getSelection()?.toString()) return
    event.preventDefault()
    const returnTo = event.currentTarget.querySelector<HTMLElement>('[data-row-link]')
    openMenu(menuLabel, rowActions(row), { x: event.clientX, y: event.clientY, returnTo })
  }
  const first = (column: Column<R, S>) => (
    <>
      {rowTo ? (
        <AppLink
          to={rowTo(row)}
          search="keep"
          className={styles.name}
          tabIndex={tabIndex}
          data-row-link=""
        >
          {column.cell(row)}
        </AppLink>
      ) : (
        <span className={styles.name} tabIndex={tabIndex} data-row-link="">
          {column.cell(row)}
        </span>
      )}
      {rowNote && <div className={styles.note}>{rowNote(row)}</div>}
    </>
  )
  return (
    <tr
      className={styles.row}
      data-row=""
      data-link={rowTo ? '' : undefined}
      data-selected={selected ? '' : undefined}
      data-open={open ? '' : undefined}
      onClick={rowTo ? followLink : undefined}
      onContextMenu={onContextMenu}
      onPointerEnter={rowActions ? preloadMenu : undefined}
    >
      {onSelect && (
        <td className={styles.check}>
          <BareCheckbox
            label={words.table.select(name)}
            checked={selected}
            className={selected ? undefined : styles.hidden}
            tabIndex={tabIndex}
            onChange={onSelect}
          />
        </td>
      )}
      {columns.map((column, index) => (
        <td key={column.id} className={cellClass(column)}>
          {index === 0 ? first(column) : column.cell(row)}
        </td>
      ))}
      {rowActions && (
        <td className={styles.menu}>
          <MenuButton
            size="sm"
            label={menuLabel}
            items={() => rowActions(row)}
            tabIndex={tabIndex}
          />
        </td>
      )}
    </tr>
  )
}

const greyRows = Array.from({ length: 20 }, (_, index) => `grey ${index}`)

/** Rows of the right height in the place of those that are on their way. */
export const SkeletonRows = <R, S extends string>({
  columns,
  count,
  check,
  menu,
}: {
  columns: readonly Column<R, S>[]
  count: number
  check: boolean
  menu: boolean
}) =>
  greyRows.slice(0, count).map((key) => (
    <tr key={key}>
      {check && <td className={styles.check} />}
      {columns.map((column) => (
        <td key={column.id} className={cellClass(column)}>
          <Skeleton width={column.skeleton ?? 10} />
        </td>
      ))}
      {menu && <td className={styles.menu} />}
    </tr>
  ))
