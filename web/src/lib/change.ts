import { useQueryClient } from '@tanstack/react-query'

/**
 * A change on the server that names what it makes old: `useChange(deleteDomain, ['domains', 'overview'])`. Resolves when
 * the shown lists are new again. A refused change refreshes them too, for it shows that they were wrong.
 */
export const useChange = <I, R>(run: (input: I) => Promise<R>, touches: readonly string[]) => {
  const client = useQueryClient()
  return async (input: I): Promise<R> => {
    try {
      return await run(input)
    } finally {
      await Promise.all(touches.map((name) => client.invalidateQueries({ queryKey: [name] })))
    }
  }
}
