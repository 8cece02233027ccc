import type { MailLine } from '@mc/shared/contract'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { type RefObject, useEffect, useState } from 'react'
import { api } from '../../../lib/api.ts'
import { useEvent, useTopic } from '../../../lib/events.ts'
import { toast } from '../../../ui/toast.tsx'
import { fits, type LogQuery } from './filter.ts'
import { append, begin, newer, prepend, renew, type Window } from './window.ts'

const pageSize = 100
/** New lines that are kept for somebody who reads older ones. */
const mostWaiting = 500

/** The newest lines; asked for again after a gap in the events, and by the clock while they do not get through. */
const newestQuery = (query: LogQuery) =>
  queryOptions({
    queryKey: ['mail-log', query],
    queryFn: ({ signal }) => api('GET /logs/mail', { query: { ...query, pageSize }, signal }),
    gcTime: 0,
  })

/**
 * A window on the log that moves: new lines come by themselves while it is at the end, older ones when asked for. For
 * one question; mount the caller anew for another.
 * @param following new lines are heard
 * @param stuck they are shown at once; else they wait
 */
export const useLog = (query: LogQuery, following: boolean, stuck: RefObject<boolean>) => {
  const { data, error, refetch } = useQuery(newestQuery(query))
  const [window, setWindow] = useState<Window>()
  const [waiting, setWaiting] = useState<readonly MailLine[]>([])
  const [loading, setLoading] = useState(false)

  useEffect(() => {
    if (data) setWindow((now) => (now ? renew(now, data) : begin(data)))
  }, [data])

  useTopic('mail_log', following)
  useEvent('mail_log', ({ lines, skipped }) => {
    if (!following || !window) return
    const own = lines.filter((line) => fits(line, query))
    if (stuck.current && window.atEnd) setWindow((now) => now && append(now, own, skipped))
    else {
      const last = window.atEnd ? window.lines.at(-1)?.id : undefined
      setWaiting((before) =>
        [...before, ...newer(own, before.at(-1)?.id ?? last ?? 0)].slice(-mostWaiting),
      )
    }
  })

  const older = async () => {
    if (!window?.before || loading) return
    setLoading(true)
    try {
      const { before } = window
      const page = await api('GET /logs/mail', { query: { ...query, pageSize, before } })
      setWindow((now) => now && prepend(now, page))
    } catch (failure) {
      toast.fail(failure)
    } finally {
      setLoading(false)
    }
  }

  /** Shows the end of the log, with what has waited. */
  const toEnd = async () => {
    const late = waiting
    setWaiting([])
    if (window?.atEnd) return setWindow((now) => now && append(now, late, 0))
    const { data: fresh } = await refetch()
    if (fresh) setWindow(begin(fresh))
  }

  return { data, error, refetch, window, waiting: waiting.length, loading, older, toEnd }
}
