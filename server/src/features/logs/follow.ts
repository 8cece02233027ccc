import type { FastifyBaseLogger } from 'fastify'
import type { Events } from '../../plugins/events.ts'
import type { Trace } from '../../trace/index.ts'

const LOOK_MS = 500
/** Lines that one event carries; a page cannot show more of them between two looks. */
const MOST = 500
/** Lines that are told at the beginning: a page may have asked before they were written. It knows lines by their ids. */
const RECENT = 100

/** Tells new lines of the log while somebody follows it. */
export const follow = (events: Events, trace: Trace, log: FastifyBaseLogger): void =>
  events.source('mail_log', (publish) => {
    let after: number | undefined
    let timer: NodeJS.Timeout | undefined
    let ended = false
    const look = async (): Promise<void> => {
      after ??= Math.max(0, (await trace.linesAfter(undefined, MOST)).last - RECENT)
      const { lines, last } = await trace.linesAfter(after, MOST)
      const skipped = Math.max(0, last - after - lines.length)
      after = last
      if (lines.length > 0) publish({ lines, skipped })
    }
    const again = (): void => {
      look()
        .catch((err: unknown) => log.warn({ err }, 'The mail log could not be followed'))
        .finally(() => {
          if (!ended) timer = setTimeout(again, LOOK_MS)
        })
    }
    again()
    return () => {
      ended = true
      clearTimeout(timer)
    }
  })
