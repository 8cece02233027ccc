import type { MailLine } from '@mc/shared/contract'
import { useUrl } from '../../../lib/url.ts'
import { type Period, usePeriod } from '../period.ts'

const levels = ['debug', 'info', 'warning', 'error'] as const
export const levelChoices = ['', 'info', 'warning', 'error'] as const
type Level = (typeof levels)[number]

/** Members of `GET /logs/mail`. */
export interface LogQuery {
  search?: string
  service?: string
  level?: Level
  queue_id?: string
  from?: string
  to?: string
}

export interface LogFilter {
  query: LogQuery
  period: Period
  search: string
  service: string
  level: (typeof levelChoices)[number]
  queueId: string | undefined
  set: (name: 'search' | 'service' | 'level' | 'queue_id', value: string) => void
  clear: () => void
}

/** What the log is narrowed to, kept in the address. */
export const useLogFilter = (): LogFilter => {
  const { search: url, update } = useUrl()
  const period = usePeriod()
  const { search = '', service = '' } = url
  const level = levelChoices.find((one) => one === url.level) ?? ''
  const queueId = /^[0-9A-Za-z]{6,32}$/.test(url.queue_id ?? '') ? url.queue_id : undefined
  return {
    query: {
      ...(search && { search }),
      ...(service && { service }),
      ...(level && { level }),
      ...(queueId && { queue_id: queueId }),
      ...period.query,
    },
    period,
    search,
    service,
    level,
    queueId,
    set: (name, value) => void update({ [name]: value }, name !== 'search'),
    clear: () =>
      void update({
        search: undefined,
        service: undefined,
        level: undefined,
        queue_id: undefined,
        period: undefined,
        from: undefined,
        to: undefined,
      }),
  }
}

const isService = (name: string, wanted: string) => name === wanted || name.startsWith(`${wanted}/`)

/** Whether a line that was just written belongs to what is shown; the server judges the others in the same way. */
export const fits = (line: MailLine, query: LogQuery): boolean => {
  const { search, service, level, queue_id } = query
  const text = `${line.service} ${line.message}`.toLowerCase()
  return (
    (search === undefined || text.includes(search.toLowerCase())) &&
    (service === undefined || isService(line.service, service)) &&
    (level === undefined || levels.indexOf(line.level) >= levels.indexOf(level)) &&
    (queue_id === undefined || line.queue_id === queue_id)
  )
}
