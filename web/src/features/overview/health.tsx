import type { Stats } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { formatBytes, formatNumber } from '../../lib/format.ts'
import { useUrl } from '../../lib/url.ts'
import { Card } from '../../ui/card.tsx'
import { TimeChart } from '../../ui/chart/time-chart.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { Meter } from '../../ui/meter.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { words } from '../../words/overview.ts'
import { charts, formatPercent } from './charts.ts'
import styles from './health.module.css'
import { statsQuery, useLiveStats } from './queries.ts'

const own = words.overview.health
const periods = ['1h', '24h', '7d', '90d'] as const
type Period = (typeof periods)[number]

const usePeriod = () => {
  const { search, update } = useUrl()
  const period: Period = periods.find((name) => name === search.period) ?? '24h'
  return {
    period,
    setPeriod: (next: Period) => update({ period: next === '24h' ? undefined : next }),
  }
}

const PeriodSelect = () => {
  const { period, setPeriod } = usePeriod()
  const options = periods.map((value) => ({ value, label: own.periods[value] }))
  return <InlineSelect label={own.period} value={period} options={options} onChange={setPeriod} />
}

/** Mail through the server, and what waits. */
const Flow = ({ stats }: { stats: Stats | undefined }) => {
  const history = stats?.history
  const waiting = stats?.queue_total
  return (
    <Card title={own.flowTitle} note={own.flowNote} action={<PeriodSelect />}>
      <div className={styles.flow}>
        <TimeChart label={own.perMinute} data={history && charts.flow(history)} />
        <TimeChart
          label={own.queue}
          note={waiting === null || waiting === undefined ? undefined : formatNumber(waiting)}
          data={history && charts.queue(history)}
        />
      </div>
    </Card>
  )
}

const Meters = ({ stats }: { stats: Stats }) => {
  const { cpu, memory, swap, disks } = stats
  const of = (used: number, total: number) => own.usedOf(formatBytes(used), formatBytes(total))
  return (
    <ul className={styles.meters}>
      <Meter
        label={own.cpu}
        percent={cpu.usage_percent}
        note={own.cores(cpu.cores, (cpu.load_average[0] ?? 0).toFixed(2))}
      />
      <Meter
        label={own.memory}
        percent={memory.usage_percent}
        note={of(memory.used_bytes, memory.total_bytes)}
      />
      {swap.total_bytes > 0 && (
        <Meter
          label={own.swap}
          percent={(swap.used_bytes / swap.total_bytes) * 100}
          note={of(swap.used_bytes, swap.total_bytes)}
        />
      )}
      {disks.map(({ mount, uses, usage_percent, used_bytes, total_bytes }) => (
        <Meter
          key={mount}
          label={own.diskOf(uses.map((use) => own.uses[use]).join(', '))}
          title={mount}
          percent={usage_percent}
          note={of(used_bytes, total_bytes)}
        />
      ))}
    </ul>
  )
}

const Daemons = ({ services }: Pick<Stats, 'services'>) => {
  const most = Math.max(1, ...services.map(({ memory_bytes }) => memory_bytes))
  return (
    <section>
      <h3 className={styles.small}>{own.daemons}</h3>
      <ul className={styles.meters}>
        {services
          .toSorted((a, b) => b.memory_bytes - a.memory_bytes)
          .map(({ name, memory_bytes }) => (
            <Meter
              key={name}
              label={name}
              percent={(memory_bytes / most) * 100}
              note={formatBytes(memory_bytes)}
              plain
            />
          ))}
      </ul>
    </section>
  )
}

const Machine = ({ stats }: { stats: Stats | undefined }) => {
  const history = stats?.history
  return (
    <Card title={own.title} note={stats ? own.upFor(stats.hostname, stats.uptime_formatted) : ' '}>
      <div className={styles.machine}>
        <div className={styles.side}>
          {stats && <Meters stats={stats} />}
          {stats && stats.services.length > 0 && <Daemons services={stats.services} />}
        </div>
        <div className={styles.charts}>
          <TimeChart
            label={own.cpu}
            note={stats && formatPercent(stats.cpu.usage_percent)}
            data={history && charts.cpu(history)}
          />
          <TimeChart
            label={own.memory}
            note={stats && formatPercent(stats.memory.usage_percent)}
            data={history && charts.memory(history)}
          />
          <TimeChart
            label={own.network}
            note={stats && own.perSecond(formatBytes(stats.network.received + stats.network.sent))}
            data={history && charts.network(history)}
          />
          <TimeChart
            label={own.disk}
            note={stats && formatPercent(stats.disk.usage_percent)}
            data={history && charts.disk(history)}
          />
        </div>
      </div>
    </Card>
  )
}

/** How much mail goes through, and how the machine bears it. */
export const Health = () => {
  const { period } = usePeriod()
  useLiveStats(period)
  const { data, error, refetch } = useQuery(statsQuery(period))
  if (!data && error)
    return (
      <Card title={own.title}>
        <ErrorState error={error} what={own.title} onRetry={() => void refetch()} />
      </Card>
    )
  return (
    <>
      <Flow stats={data} />
      <Machine stats={data} />
    </>
  )
}
