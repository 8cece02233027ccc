import type { ReactNode } from 'react'
import { Page } from '../page.tsx'
import { DataTable } from './data-table.tsx'
import type { DataTableProps } from './types.ts'

interface ListPageProps<Row, S extends string, F extends string>
  extends Omit<DataTableProps<Row, S, F>, 'label' | 'count' | 'searchLabel'> {
  /** The room's words; its title also names the table. */
  words: { title: string; lead: string; count: (total: number) => string; search: string }
  /** The primary action, at the right of the title. */
  action?: ReactNode
  /** Between title and table. */
  above?: ReactNode
  /** Panel and dialogs. */
  children?: ReactNode
}

/** A page that is one list. */
export const ListPage = <Row, S extends string, F extends string = never>({
  words,
  action,
  above,
  children,
  ...table
}: ListPageProps<Row, S, F>) => (
  <Page title={words.title} lead={words.lead} action={action} fill>
    {above}
    <DataTable {...table} label={words.title} count={words.count} searchLabel={words.search} />
    {children}
  </Page>
)
