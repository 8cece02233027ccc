import { useQuery } from '@tanstack/react-query'
import { BellOff, OctagonAlert, RotateCw, TriangleAlert, X } from 'lucide-react'
import { useEffect, useReducer } from 'react'
import { useDeeds } from '../features/services/deeds.tsx'
import {
  type DownService,
  servicesQuery,
  useDown,
  useServicesLive,
} from '../features/services/queries.ts'
import {
  dismiss,
  dismissed,
  hear,
  hearAgain,
  mute,
  muted,
  restOf,
} from '../features/services/quiet.ts'
import { useAgentReason } from '../lib/agent.ts'
import { AppLink } from '../lib/app-link.tsx'
import { can, useUser } from '../lib/session.ts'
import { useStore } from '../lib/store.ts'
import { Button } from '../ui/button.tsx'
import { toast } from '../ui/toast.tsx'
import { words } from '../words/services.ts'
import styles from './service-banner.module.css'

const own = words.services
const icons = { failed: OctagonAlert, stopped: TriangleAlert }

/** Those that do not run and that nobody has put away; looks again when a dismissed one is due. */
const useTold = (): readonly DownService[] => {
  const { data } = useQuery(servicesQuery)
  const down = useDown()
  const until = useStore(dismissed)
  const silent = useStore(muted)
  const [, lookAgain] = useReducer((count: number) => count + 1, 0)
  const due = Math.min(...down.map((one) => restOf(one, until)).filter((rest) => rest > 0))
  useEffect(() => {
    if (data) hearAgain(data)
  }, [data])
  useEffect(() => {
    if (!Number.isFinite(due)) return
    const timer = setTimeout(lookAgain, due)
    return () => clearTimeout(timer)
  }, [due])
  return down.filter((one) => restOf(one, until) === 0 && silent[one.name] === undefined)
}

const Line = ({ service, others }: { service: DownService; others: number }) => {
  const { busy, run, dialogs } = useDeeds()
  const unreachable = useAgentReason()
  const { name, status, detail } = service
  const called = own.names[name]
  const Icon = icons[status]
  const restart = async () => {
    const message = await run({ name, action: 'restart' })
    if (message !== undefined) toast.done(message)
  }
  const silence = () => {
    mute(name)
    toast.done(own.muted(called), { undo: () => hear(new Set([name])) })
  }
  return (
    <>
      <div className={styles.line} data-tone={status} data-banner="">
        <Icon aria-hidden="true" />
        <p className={styles.text}>
          <strong>{own.down[status](called)}</strong>{' '}
          <span className={styles.detail}>{status === 'failed' ? detail : own.without[name]}</span>{' '}
          {others > 0 && <AppLink to="/services">{own.more(others)}</AppLink>}
        </p>
        <span className={styles.deeds}>
          <Button
            size="sm"
            icon={RotateCw}
            busy={busy !== undefined}
            disabledReason={unreachable}
            aria-label={own.restartOf(called)}
            onClick={() => void restart()}
          >
            {own.restart}
          </Button>
          <Button
            size="sm"
            variant="ghost"
            icon={X}
            data-tip={own.dismissTip}
            onClick={() => dismiss(service)}
          >
            {own.dismiss}
          </Button>
          <Button size="sm" variant="ghost" icon={BellOff} data-tip={own.muteTip} onClick={silence}>
            {own.mute}
          </Button>
        </span>
      </div>
      {dialogs}
    </>
  )
}

const Watch = () => {
  useServicesLive()
  const told = useTold()
  const [first] = told
  return (
    <section className={styles.region} aria-label={own.region}>
      <p className="sr-only" role="status">
        {first && own.down[first.status](own.names[first.name])}
      </p>
      {first && <Line key={first.name} service={first} others={told.length - 1} />}
    </section>
  )
}

/**
 * The line at the foot of every page for a service that does not run. It stands below the content and takes its room
 * there, so that nothing above moves when it comes and goes. Also keeps the list of services live for all pages.
 */
const ServiceBanner = () => (can(useUser(), 'services', 'read') ? <Watch /> : null)

export default ServiceBanner
