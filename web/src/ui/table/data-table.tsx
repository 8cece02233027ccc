import { useRef, useState } from 'react'
import { cx } from '../../lib/cx.ts'
import { EmptyState, ErrorState, NothingFound } from '../states.tsx'
import { BulkBar } from './bulk-bar.tsx'
import { Head } from './head.tsx'
import { Pager, Stale } from './pager.tsx'
import { Row, SkeletonRows } from './row.tsx'
import styles from './table.module.css'
import { Toolbar } from './toolbar.tsx'
import type { DataTableProps } from './types.ts'
import { useSelection } from './use-selection.ts'
import { useTableKeys } from './use-table-keys.ts'

/**
 * A list paged by the server: search, filters, sort, page and size in the address; selection over pages; keyboard and
 * right click; grey rows, empty, filtered-empty and error states, all without moving anything.
 */
export const DataTable = <R, S extends string, F extends string = never>(
  props: DataTableProps<R, S, F>,
) => {
  const { label, count, list, result, columns, rowId, rowActions, bulkActions, empty, openId } =
    props
  const frame = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [active, setActive] = useState(0)
  const rows = result.data?.data ?? []
  const selection = useSelection(rows, rowId)
  useTableKeys({
    frame,
    search,
    onActive: setActive,
    onToggle: (index, range) => {
      const row = rows[index]
      if (row && bulkActions) selection.toggle(row, !selection.has(rowId(row)), range)
    },
  })
  const loading = result.data === undefined && !result.error
  const refetch = () => void result.refetch()
  const reachable = Math.min(active, rows.length - 1)
  return (
    <div className={styles.frame} ref={frame}>
      <Toolbar
        label={props.searchLabel}
        value={list.query.search ?? ''}
        onChange={list.setSearch}
        inputRef={search}
        filters={props.filters}
        tools={props.tools}
      />
      <div className={styles.box}>
        <div
          className={styles.scroll}
          data-still={loading ? '' : undefined}
          data-bulk={selection.rows.length > 0 ? '' : undefined}
        >
          <table className={styles.table} aria-label={label} aria-busy={loading}>
            <Head
              columns={columns}
              list={list}
              menu={rowActions !== undefined}
              selected={
                bulkActions && {
                  count: rows.filter((row) => selection.has(rowId(row))).length,
                  of: rows.length,
                  toggle: selection.togglePage,
                }
              }
            />
            <tbody className={cx(result.isPlaceholderData && styles.old)}>
              {loading && (
                <SkeletonRows
                  columns={columns}
                  count={Math.min(list.query.pageSize, 20)}
                  check={bulkActions !== undefined}
                  menu={rowActions !== undefined}
                />
              )}
              {rows.map((row, index) => (
                <Row
                  {...props}
                  key={rowId(row)}
                  row={row}
                  active={index === reachable}
                  open={rowId(row) === openId}
                  selected={selection.has(rowId(row))}
                  onSelect={bulkActions && ((on, range) => selection.toggle(row, on, range))}
                />
              ))}
            </tbody>
          </table>
          {result.data && rows.length === 0 && (
            <Nothing
              empty={empty}
              narrowed={list.narrowed || result.data.total > 0}
              onClear={list.clear}
            />
          )}
          {!result.data && Boolean(result.error) && (
            <ErrorState error={result.error} what={label} onRetry={refetch} />
          )}
        </div>
        {result.data && Boolean(result.error) && <Stale onRetry={refetch} />}
        <Pager
          list={list}
          total={result.data?.total}
          failed={Boolean(result.error)}
          count={count}
        />
      </div>
      {bulkActions && selection.rows.length > 0 && (
        <BulkBar
          chosen={selection.rows.length}
          actions={bulkActions(selection.rows, selection.clear)}
          onClear={selection.clear}
        />
      )}
    </div>
  )
}

const Nothing = ({
  empty,
  narrowed,
  onClear,
}: Pick<DataTableProps<unknown, string, string>, 'empty'> & {
  narrowed: boolean
  onClear: () => void
}) => (narrowed ? <NothingFound onClear={onClear} /> : <EmptyState {...empty} />)
