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

/** The object whose panel is open by its name in the address (`/queue/4dXk1S2vZbz9vX`), when that has the form. */
export const useNamedDetail = (path: string, form: RegExp) => {
  const { search } = useUrl()
  const navigate = useNavigate()
  const params: { id?: string } = useParams({ strict: false })
  return {
    id: params.id !== undefined && form.test(params.id) ? params.id : undefined,
    to: (row: string | number) => `${path}/${row}`,
    open: (row: string | number) => navigate({ to: `${path}/${row}`, search }),
    close: () => navigate({ to: path, search }),
  }
}

/** The object whose panel is open (`/domains/12`), and the ways to open and close it. The list keeps its place. */
export const useDetail = (path: string) => {
  const { id, ...ways } = useNamedDetail(path, /^\d{1,15}$/)
  return { ...ways, id: id === undefined ? undefined : Number(id) }
}
