import { useQuery } from '@tanstack/react-query'
import { useDeedReason } from '../../lib/agent.ts'
import { Card } from '../../ui/card.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { words } from '../../words/services.ts'
import { useDeeds } from './deeds.tsx'
import { servicesQuery } from './queries.ts'
import { ServiceRow } from './row.tsx'
import styles from './services.module.css'

const own = words.services
const grey = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']

const Head = () => (
  <thead>
    <tr>
      <th scope="col">{own.columnName}</th>
      <th scope="col">{own.columnStatus}</th>
      <th scope="col" className={styles.wide}>
        {own.columnUptime}
      </th>
      <th scope="col" className={styles.number}>
        {own.columnMemory}
      </th>
      <th scope="col" className={`${styles.number} ${styles.wide}`}>
        {own.columnPid}
      </th>
      <th scope="col" className={styles.actions}>
        <span className="sr-only">{words.table.actions}</span>
      </th>
    </tr>
  </thead>
)

/** The services of the machine as they are now; the frame of the page keeps their list live. */
const ServicesPage = () => {
  const { data, error, refetch } = useQuery(servicesQuery)
  const deeds = useDeeds()
  const readOnly = useDeedReason('services')
  const there = data?.filter(({ status }) => status !== 'not_installed') ?? []
  const running = there.filter(({ status }) => status === 'running').length
  if (!data && error)
    return (
      <Page title={own.title} lead={own.lead}>
        <ErrorState error={error} what={own.title} onRetry={() => void refetch()} />
      </Page>
    )
  return (
    <Page title={own.title} lead={own.lead}>
      {data && error && (
        <Notice tone="warn" role="alert">
          {own.away}
        </Notice>
      )}
      <Card flush>
        <div className={styles.box} data-away={data && error ? '' : undefined}>
          <table className={styles.table} aria-label={own.title} aria-busy={!data}>
            <Head />
            <tbody>
              {data
                ? data.map((service) => (
                    <ServiceRow
                      key={service.name}
                      service={service}
                      deeds={deeds}
                      readOnly={readOnly}
                    />
                  ))
                : grey.map((row) => (
                    <tr key={row}>
                      <th scope="row">
                        <Skeleton width={18} />
                      </th>
                      <td>
                        <Skeleton width={8} />
                      </td>
                      <td className={styles.wide} />
                      <td className={styles.number} />
                      <td className={`${styles.number} ${styles.wide}`} />
                      <td className={styles.actions} />
                    </tr>
                  ))}
            </tbody>
          </table>
        </div>
      </Card>
      <p className={styles.count} aria-live="polite">
        {data ? own.count(running, there.length) : ' '}
      </p>
      {deeds.dialogs}
    </Page>
  )
}

export default ServicesPage
