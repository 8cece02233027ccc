import { useNavigate } from '@tanstack/react-router'
import { ArrowDown, Hourglass, ListFilter, Route, SquareTerminal } from 'lucide-react'
import { type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { formatDay, formatMoment } from '../../../lib/format.ts'
import { can, useUser } from '../../../lib/session.ts'
import { Button } from '../../../ui/button.tsx'
import { openMenu } from '../../../ui/menu.tsx'
import { EmptyState, ErrorState, NothingFound, Skeleton } from '../../../ui/states.tsx'
import { useTableKeys } from '../../../ui/table/use-table-keys.ts'
import { words } from '../../../words/trace.ts'
import { IngestNote } from '../ingest-note.tsx'
import type { LogFilter } from './filter.ts'
import { Line } from './line.tsx'
import styles from './log.module.css'
import { useLog } from './use-log.ts'
import type { Window } from './window.ts'

const own = words.mailLog
/** So near to its end counts as being there. */
const nearEnd = 24

/** What can be done with a queue id. */
const useQueueIdMenu = (filter: LogFilter) => {
  const navigate = useNavigate()
  const user = useUser()
  return (id: string, anchor: HTMLElement) =>
    openMenu(
      own.actions(id),
      [
        {
          label: own.inTrace,
          icon: Route,
          run: () => void navigate({ to: '/trace', search: { search: id } }),
        },
        ...(can(user, 'queue', 'read')
          ? [
              {
                label: own.inQueue,
                icon: Hourglass,
                run: () => void navigate({ to: `/queue/${id}` }),
              },
            ]
          : []),
        { label: own.onlyThis, icon: ListFilter, run: () => filter.set('queue_id', id) },
      ],
      anchor,
    )
}

/**
 * Keeps the end in sight until somebody scrolls away from it, and what is read in its place when older lines come in
 * front.
 */
const useScroll = (window: Window | undefined, waiting: boolean) => {
  const [stuck, setStuck] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  const before = useRef<{ first: number | undefined; height: number; top: number }>({
    first: undefined,
    height: 0,
    top: 0,
  })
  const look = () => {
    const element = box.current
    if (!element) return
    const { scrollTop, scrollHeight, clientHeight } = element
    const atEnd = scrollHeight - scrollTop - clientHeight < nearEnd
    if (atEnd && window?.atEnd && !waiting) setStuck(true)
    // Up, by somebody; when the window gets smaller, it stays where it was.
    else if (!atEnd && scrollTop < before.current.top) setStuck(false)
    else if (stuck) element.scrollTop = scrollHeight
    before.current.top = element.scrollTop
  }
  useLayoutEffect(() => {
    const element = box.current
    if (!element || !window) return
    const first = window.lines[0]?.id
    const { first: old, height } = before.current
    if (stuck) element.scrollTop = element.scrollHeight
    else if (first !== undefined && old !== undefined && first < old)
      element.scrollTop += element.scrollHeight - height
    before.current = { first, height: element.scrollHeight, top: element.scrollTop }
  }, [window, stuck])
  const latest = useRef(look)
  useEffect(() => {
    latest.current = look
  })
  useEffect(() => {
    const observer = new ResizeObserver(() => latest.current())
    if (box.current) observer.observe(box.current)
    return () => observer.disconnect()
  }, [])
  return { box, stuck, stick: () => setStuck(true), look }
}

const Older = ({
  window,
  loading,
  onOlder,
}: {
  window: Window
  loading: boolean
  onOlder: () => void
}) => (
  <div className={styles.older}>
    {window.before === null ? (
      <span className="muted">{own.begin}</span>
    ) : (
      <>
        <Button size="sm" variant="ghost" busy={loading} onClick={onOlder}>
          {window.lines.length === 0 ? own.lookFurther : own.older}
        </Button>
        {window.searchedTo && (
          <span className="muted">{own.lookedTo(formatMoment(window.searchedTo))}</span>
        )}
      </>
    )}
  </div>
)

const greyLines = Array.from({ length: 24 }, (_, index) => ({
  key: `grey ${index}`,
  width: 40 + ((index * 17) % 45),
}))
const Loading = () => (
  <div className={styles.grey} aria-busy="true">
    {greyLines.map(({ key, width }) => (
      <Skeleton key={key} width={width} />
    ))}
  </div>
)

const Lines = ({
  window,
  active,
  onQueueId,
}: {
  window: Window
  active: number
  onQueueId: (id: string, anchor: HTMLElement) => void
}) => {
  const days = window.lines.map(({ timestamp }) => formatDay(timestamp))
  const reachable = Math.min(active, window.lines.length - 1)
  return (
    <ol className={styles.lines} aria-label={own.region}>
      {window.lines.map((line, index) => (
        <Line
          key={line.id}
          line={line}
          active={index === reachable}
          newDay={days[index] === days[index - 1] ? undefined : days[index]}
          onQueueId={onQueueId}
        />
      ))}
    </ol>
  )
}

/** Grey lines, what failed, that there is nothing, or the lines with the way to older ones. */
const Content = ({
  log,
  narrowed,
  onClear,
  children,
}: {
  log: ReturnType<typeof useLog>
  narrowed: boolean
  onClear: () => void
  children: ReactNode
}) => {
  const { window, error } = log
  if (!window)
    return error ? (
      <ErrorState error={error} what={own.title} onRetry={() => void log.refetch()} />
    ) : (
      <Loading />
    )
  if (window.lines.length === 0 && window.before === null)
    return narrowed ? (
      <NothingFound onClear={onClear} />
    ) : (
      <EmptyState icon={SquareTerminal} title={own.emptyTitle} text={own.emptyText} />
    )
  return (
    <>
      <Older window={window} loading={log.loading} onOlder={() => void log.older()} />
      {children}
    </>
  )
}

interface ViewProps {
  filter: LogFilter
  following: boolean
  narrowed: boolean
  search: RefObject<HTMLInputElement | null>
}

/** The lines of one question; follows the end until somebody scrolls away from it. */
export const LogView = ({ filter, following, narrowed, search }: ViewProps) => {
  const [active, setActive] = useState(0)
  const stuckNow = useRef(true)
  const log = useLog(filter.query, following, stuckNow)
  const { window, waiting } = log
  const { box, stuck, stick, look } = useScroll(window, waiting > 0)
  useLayoutEffect(() => {
    stuckNow.current = stuck
  }, [stuck])
  const menu = useQueueIdMenu(filter)
  useTableKeys({ frame: box, search, onActive: setActive, onToggle: () => {} })
  const toEnd = () => void log.toEnd().then(stick)
  return (
    <>
      <div className={styles.frame}>
        <div className={styles.box} ref={box} onScroll={look}>
          <Content log={log} narrowed={narrowed} onClear={filter.clear}>
            {window && <Lines window={window} active={active} onQueueId={menu} />}
          </Content>
        </div>
        {window && !stuck && (
          <div className={styles.jump}>
            <Button size="sm" icon={ArrowDown} onClick={toEnd}>
              {own.newLines(waiting)}
            </Button>
          </div>
        )}
        <p className={styles.foot}>
          <span>{window && own.shown(window.lines.length)}</span>
          {window && window.skipped > 0 && <span>{own.skipped(window.skipped)}</span>}
        </p>
      </div>
      <IngestNote ingest={log.data?.ingest} />
    </>
  )
}
