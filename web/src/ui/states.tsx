import { CloudOff, Inbox, Lock, type LucideIcon, SearchX } from 'lucide-react'
import type { ReactNode } from 'react'
import { ApiError, sayError } from '../lib/api-error.ts'
import { cx } from '../lib/cx.ts'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { CopyValue } from './copy.tsx'
import styles from './states.module.css'

interface StateProps {
  icon: LucideIcon
  tone?: 'bad'
  title: string
  text?: ReactNode
  actions?: ReactNode
  role?: 'alert'
  children?: ReactNode
}

const State = ({ icon: Icon, tone, title, text, actions, role, children }: StateProps) => (
  <div className={styles.state} role={role}>
    <span className={cx(styles.mark, tone && styles[tone])}>
      <Icon aria-hidden="true" />
    </span>
    <p className={styles.title}>{title}</p>
    {text && <div className={styles.text}>{text}</div>}
    {children}
    {actions && <div className={styles.actions}>{actions}</div>}
  </div>
)

/** Nothing is here yet: what this is, why it is empty, the action. */
export const EmptyState = (props: {
  icon?: LucideIcon
  title: string
  text: string
  action?: ReactNode
}) => (
  <State icon={props.icon ?? Inbox} title={props.title} text={props.text} actions={props.action} />
)

/** A search or filter leaves nothing. */
export const NothingFound = ({ onClear }: { onClear: () => void }) => (
  <State
    icon={SearchX}
    title={words.table.nothingFound}
    text={words.table.nothingFoundText}
    actions={<Button onClick={onClear}>{words.table.clearFilters}</Button>}
  />
)

/** What failed, what still works, Retry, and the id of the request to give to support. */
export const ErrorState = ({
  error,
  what,
  onRetry,
}: {
  error: unknown
  what: string
  onRetry?: () => void
}) => (
  <State
    icon={CloudOff}
    tone="bad"
    role="alert"
    title={words.errors.couldNotLoad(what)}
    text={sayError(error)}
    actions={onRetry && <Button onClick={onRetry}>{words.errors.retry}</Button>}
  >
    {error instanceof ApiError && error.request_id && (
      <div className={styles.id}>
        {words.errors.requestId}{' '}
        <CopyValue value={error.request_id} what={words.errors.requestId} />
      </div>
    )}
  </State>
)

/** A part of the page threw: the rest goes on working. */
export const CrashState = () => (
  <State
    icon={CloudOff}
    tone="bad"
    role="alert"
    title={words.errors.crashed}
    text={words.errors.crashedText}
    actions={<Button onClick={() => location.reload()}>{words.errors.reload}</Button>}
  />
)

/** This account may not see it: who can. */
export const NoPermission = ({ whoCan }: { whoCan: string }) => (
  <State icon={Lock} title={words.errors.noPermission} text={whoCan} />
)

/** A grey bar in the place of a text that is still on its way. `width` in characters. */
export const Skeleton = ({ width = 12 }: { width?: number }) => (
  <span className={styles.skeleton} style={{ inlineSize: `${width}ch` }} aria-hidden="true" />
)
