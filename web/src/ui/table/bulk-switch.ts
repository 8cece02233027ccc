import type { BodyOf, ReplyOf } from '@mc/shared/contract'
import { toast } from '../toast.tsx'

interface Switchable {
  id: number
  active: boolean
}

/** Rows that a bulk call left as they were, each with the server's sentence. */
export interface Refused {
  done: number
  rows: readonly { id: number; name: string; error: string }[]
}

/** The refused rows of a bulk reply, undefined when all went well. */
export const refusedOf = <R extends { id: number }>(
  { done, failed }: ReplyOf<'POST /users/bulk'>,
  rows: readonly R[],
  nameOf: (row: R) => string,
  /** What the page says instead of the server, by code. */
  sentences: Readonly<Record<string, string>> = {},
): Refused | undefined => {
  if (failed.length === 0) return undefined
  const name = (id: number) => {
    const row = rows.find((candidate) => candidate.id === id)
    return row ? nameOf(row) : String(id)
  }
  return {
    done,
    rows: failed.map(({ id, code, error }) => ({
      id,
      name: name(id),
      error: sentences[code] ?? error,
    })),
  }
}

interface Options<R extends Switchable> {
  bulk: (body: BodyOf<'POST /users/bulk'>) => Promise<ReplyOf<'POST /users/bulk'>>
  nameOf: (row: R) => string
  said: (count: number, active: boolean) => string
  onRefused: (refused: Refused) => void
}

/** Switches rows on or off together. Undo gives back those that changed, not those that already were so. */
export const bulkSwitch = <R extends Switchable>({ bulk, nameOf, said, onRefused }: Options<R>) => {
  const run = async (rows: readonly R[], active: boolean, clear?: () => void): Promise<void> => {
    try {
      const reply = await bulk({
        action: active ? 'activate' : 'deactivate',
        ids: rows.map(({ id }) => id),
      })
      clear?.()
      const refused = refusedOf(reply, rows, nameOf)
      const changed = rows.filter(
        (row) => row.active !== active && !refused?.rows.some(({ id }) => id === row.id),
      )
      if (refused) onRefused(refused)
      const undo = () =>
        void run(
          changed.map((row) => ({ ...row, active })),
          !active,
        )
      if (reply.done > 0)
        toast.done(said(reply.done, active), clear && changed.length > 0 ? { undo } : {})
    } catch (error) {
      toast.fail(error)
    }
  }
  return run
}
