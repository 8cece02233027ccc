import { PAGE } from '@mc/shared/rules'
import { useUrl } from './url.ts'

export interface ListSpec<S extends string, F extends string> {
  /** What the server can sort by. */
  sorts: readonly S[]
  sort: S
  dir: 'asc' | 'desc'
  /** Names of further filters in the address. */
  filters: readonly F[]
}

/** What the server understands of every list. */
export interface ListQuery<S extends string> {
  page: number
  pageSize: number
  sort: S
  dir: 'asc' | 'desc'
  search?: string
}

export interface ListState<S extends string = string, F extends string = string> {
  query: ListQuery<S>
  filters: Readonly<Record<F, string>>
  /** Search or a filter is set. */
  narrowed: boolean
  setPage: (page: number) => void
  setPageSize: (size: number) => void
  setSearch: (text: string) => void
  setFilter: (name: F, value: string) => void
  /** Sorts by this column; the second time the other way round. */
  sortBy: (sort: S) => void
  clear: () => void
}

export const pageSizes = [10, 20, 50, 100] as const

const natural = (text: string | undefined, fallback: number, max: number) => {
  const value = Number(text)
  return Number.isInteger(value) && value >= 1 && value <= max ? value : fallback
}

/** Page, size, sort, search and filters of a list, kept in the address: a link, Back and a reload give the same list. */
export const useListState = <S extends string, F extends string = never>(
  spec: ListSpec<S, F>,
): ListState<S, F> => {
  const { search, update } = useUrl()
  const sort = spec.sorts.find((key) => key === search.sort) ?? spec.sort
  const dir = search.dir === 'asc' || search.dir === 'desc' ? search.dir : spec.dir
  const pageSize = natural(search.pageSize, PAGE.default, PAGE.max)
  const entries = spec.filters.map((name) => [name, search[name] ?? ''] as const)
  const none = Object.fromEntries(spec.filters.map((name) => [name, undefined]))
  return {
    query: {
      page: natural(search.page, 1, 10_000_000),
      pageSize,
      sort,
      dir,
      ...(search.search && { search: search.search }),
    },
    filters: Object.fromEntries(entries) as Record<F, string>,
    narrowed: Boolean(search.search) || entries.some(([, value]) => value),
    setPage: (page) => void update({ page: page > 1 ? String(page) : undefined }, true),
    setPageSize: (size) =>
      void update({ pageSize: size === PAGE.default ? undefined : String(size), page: undefined }),
    setSearch: (text) => void update({ search: text, page: undefined }),
    setFilter: (name, value) => void update({ [name]: value, page: undefined }, true),
    sortBy: (key) => {
      const next = key === sort && dir === 'asc' ? 'desc' : 'asc'
      const plain = key === spec.sort && next === spec.dir
      void update({ sort: plain ? undefined : key, dir: plain ? undefined : next, page: undefined })
    },
    clear: () => void update({ ...none, search: undefined, page: undefined }),
  }
}
