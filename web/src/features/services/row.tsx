import type { Service } from '@mc/shared/contract'
import { BellOff, Play, RotateCw, Square } from 'lucide-react'
import { formatBytes } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { Status, type Tone } from '../../ui/status.tsx'
import { words } from '../../words/services.ts'
import type { Deeds } from './deeds.tsx'
import { hear, useQuiet } from './quiet.ts'
import styles from './services.module.css'
import { Uptime } from './uptime.tsx'

const own = words.services
const tones = {
  running: 'ok',
  starting: 'info',
  stopped: 'warn',
  failed: 'bad',
  not_installed: 'off',
} as const satisfies Record<Service['status'], Tone>

const none = <span className="muted">–</span>

interface RowProps {
  service: Service
  deeds: Deeds
  readOnly: string | undefined
}

const Actions = ({ service: { name, status }, deeds: { busy, run, ask }, readOnly }: RowProps) => {
  const called = own.names[name]
  const state = { size: 'sm', busy: busy === name, disabledReason: readOnly } as const
  if (status === 'stopped' || status === 'failed')
    return (
      <Button
        {...state}
        icon={Play}
        aria-label={own.startOf(called)}
        onClick={() => void run({ name, action: 'start' })}
      >
        {own.start}
      </Button>
    )
  return (
    <>
      <Button
        {...state}
        icon={RotateCw}
        aria-label={own.restartOf(called)}
        onClick={() => ask({ name, action: 'restart' })}
      >
        {own.restart}
      </Button>
      <Button
        {...state}
        busy={false}
        icon={Square}
        aria-label={own.stopOf(called)}
        onClick={() => ask({ name, action: 'stop' })}
      >
        {own.stop}
      </Button>
    </>
  )
}

/** That the line about it is put away, and the way to have it again. */
const Quiet = ({ service }: { service: Service }) => {
  const quiet = useQuiet(service)
  const { name, status } = service
  if (!quiet || (status !== 'stopped' && status !== 'failed')) return null
  return (
    <p className={styles.quiet}>
      <BellOff aria-hidden="true" />
      {own.quiet[quiet]}
      <Button
        size="sm"
        variant="ghost"
        aria-label={own.tellOf(own.names[name])}
        onClick={() => hear(new Set([name]))}
      >
        {own.tell}
      </Button>
    </p>
  )
}

/** One service; what is not installed is quiet and says what to do. */
export const ServiceRow = (props: RowProps) => {
  const { service } = props
  const { name, status, started_at, memory_bytes, pid, detail } = service
  const there = status !== 'not_installed'
  return (
    <tr data-absent={there ? undefined : ''}>
      <th scope="row" className={styles.name}>
        <span>{own.names[name]}</span>
        <span className={styles.role}>{own.roles[name]}</span>
      </th>
      <td className={styles.state}>
        <Status tone={tones[status]}>{own.status[status]}</Status>
        {(status === 'failed' || !there) && <p className={styles.detail}>{detail}</p>}
        <Quiet service={service} />
      </td>
      <td className={styles.wide}>
        {there && (started_at ? <Uptime since={started_at} /> : none)}
      </td>
      <td
        className={styles.number}
        data-tip={there ? own.memoryTip : undefined}
        data-none={memory_bytes > 0 ? undefined : ''}
      >
        {there && (memory_bytes > 0 ? formatBytes(memory_bytes) : none)}
      </td>
      <td className={`${styles.number} ${styles.wide}`}>{there && (pid ?? none)}</td>
      <td className={styles.actions}>
        {there && (
          <div>
            <Actions {...props} />
          </div>
        )}
      </td>
    </tr>
  )
}
