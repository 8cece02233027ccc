import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../../../lib/api.ts'
import { Chip } from '../../../ui/chip.tsx'
import { InlineSelect, Switch } from '../../../ui/choice.tsx'
import { Page } from '../../../ui/page.tsx'
import { Toolbar } from '../../../ui/table/toolbar.tsx'
import { words } from '../../../words/trace.ts'
import { PeriodSelect } from '../period-select.tsx'
import { type LogFilter, levelChoices, useLogFilter } from './filter.ts'
import styles from './log.module.css'
import { LogView } from './view.tsx'

const own = words.mailLog

/** Services that the log has lines of, and for those in parts (`postfix/smtp`) all of it. */
const useServices = (chosen: string) => {
  const { data: named = [] } = useQuery({
    queryKey: ['mail-log-services'],
    queryFn: ({ signal }) => api('GET /logs/mail', { query: { pageSize: 1 }, signal }),
    select: ({ services }) => services,
    staleTime: 60_000,
  })
  const wholes = named.flatMap((name) => (name.includes('/') ? [name.split('/')[0] ?? name] : []))
  const names = [...new Set([...wholes, ...named, ...(chosen ? [chosen] : [])])].sort()
  return [
    { value: '', label: own.allServices },
    ...names.map((value) => ({
      value,
      label: wholes.includes(value) ? own.allOf(value) : value,
    })),
  ]
}

const Filters = ({ filter }: { filter: LogFilter }) => {
  const services = useServices(filter.service)
  return (
    <>
      <InlineSelect
        label={own.serviceFilter}
        value={filter.service}
        options={services}
        onChange={(value) => filter.set('service', value)}
      />
      <InlineSelect
        label={own.levelFilter}
        value={filter.level}
        options={levelChoices.map((value) => ({ value, label: own.levels[value] }))}
        onChange={(value) => filter.set('level', value)}
      />
      <PeriodSelect period={filter.period} />
      {filter.queueId && (
        <Chip
          label={own.queueIdChip(filter.queueId)}
          removeLabel={own.removeChip(own.queueIdChip(filter.queueId))}
          onRemove={() => filter.set('queue_id', '')}
        />
      )}
    </>
  )
}

const MailLogPage = () => {
  const filter = useLogFilter()
  const [follow, setFollow] = useState(true)
  const search = useRef<HTMLInputElement>(null)
  const { query } = filter
  // What is written now does not belong to a time that is over.
  const past = query.to !== undefined
  return (
    <Page title={own.title} lead={own.lead} fill>
      <div className={styles.page}>
        <Toolbar
          label={own.search}
          value={filter.search}
          onChange={(text) => filter.set('search', text)}
          inputRef={search}
          filters={<Filters filter={filter} />}
          tools={
            <span className={styles.follow} data-tip={past ? own.followPast : own.following}>
              <Switch
                label={own.follow}
                checked={follow && !past}
                disabled={past}
                onChange={setFollow}
              />
            </span>
          }
        />
        <LogView
          key={JSON.stringify(query)}
          filter={filter}
          following={follow && !past}
          narrowed={Object.keys(query).length > 0}
          search={search}
        />
      </div>
    </Page>
  )
}

export default MailLogPage
