import { useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { parseSearch, type Search } from './search.ts'

/** The address's search members and a way to change some of them; `push` makes a step that Back undoes. */
export const useUrl = () => {
  const text = useRouterState({ select: (state) => state.location.searchStr })
  const navigate = useNavigate()
  const search: Search = useMemo(() => parseSearch(text), [text])
  const update = (changes: Readonly<Record<string, string | undefined>>, push = false) =>
    navigate({ to: '.', search: { ...search, ...changes }, replace: !push })
  return { search, update }
}

/** The dialog that the address asks for (`?do=create`), so that it can be linked to from anywhere. */
export const useDeed = () => {
  const { search, update } = useUrl()
  return {
    deed: search.do,
    start: (deed: string) => update({ do: deed }),
    end: () => update({ do: undefined }),
  }
}

/** The object whose panel is open (`/domains/12`), and the ways to open and close it. The list keeps its place. */
export const useDetail = (path: string) => {
  const { search } = useUrl()
  const navigate = useNavigate()
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id && /^\d{1,15}$/.test(params.id) ? Number(params.id) : undefined
  return {
    id,
    to: (row: number) => `${path}/${row}`,
    open: (row: number) => navigate({ to: `${path}/${row}`, search }),
    close: () => navigate({ to: path, search }),
  }
}
