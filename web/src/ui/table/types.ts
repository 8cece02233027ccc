import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { ListState } from '../../lib/list-state.ts'
import type { MenuItem } from '../menu-store.ts'

/** A row's id in the database, or the queue id of a message. */
export type RowId = number | string

export interface Column<Row, S extends string> {
  id: string
  header: string
  cell: (row: Row) => ReactNode
  /** Key that the server sorts by; without it the column can't be sorted. */
  sort?: S
  /** Figures stand at the right. */
  numeric?: boolean
  /** `8rem`; columns without share what is left. */
  width?: string
  /** Shown only where the table is at least this wide: `md` 40rem, `lg` 60rem. */
  from?: 'md' | 'lg'
  /** Width of the grey bar while loading, in characters. */
  skeleton?: number
}

export interface BulkAction {
  label: string
  icon: LucideIcon
  danger?: boolean
  disabledReason?: string
  run: () => void
}

/** What the table needs of a query; a `useQuery` result fits. */
export interface ListResult<Row> {
  data: { data: readonly Row[]; total: number; page: number; pageSize: number } | undefined
  error: unknown
  isPlaceholderData: boolean
  refetch: () => unknown
}

export interface DataTableProps<Row, S extends string, F extends string> {
  /** Name of the table: "Domains". */
  label: string
  /** `134 domains` */
  count: (total: number) => string
  list: ListState<S, F>
  result: ListResult<Row>
  /** The first column names the row. */
  columns: readonly Column<Row, S>[]
  rowId: (row: Row) => RowId
  /** The row's name, for its checkbox and menu. */
  rowName: (row: Row) => string
  /** Where Enter and a click lead: the row's panel. */
  rowTo?: (row: Row) => string
  /** Second line under the name where columns are hidden. */
  rowNote?: (row: Row) => ReactNode
  /** Row menu and right click. */
  rowActions?: (row: Row) => readonly MenuItem[]
  /** Makes rows selectable; `clear` empties the selection when the deed is done. */
  bulkActions?: (rows: readonly Row[], clear: () => void) => readonly BulkAction[]
  searchLabel: string
  /** Further filters, right of the search. */
  filters?: ReactNode
  /** Import, export: at the right end of the tool line. */
  tools?: ReactNode
  empty: { icon?: LucideIcon; title: string; text: string; action?: ReactNode }
  /** The row whose panel is open. */
  openId?: RowId | undefined
}
