import { useQuery } from '@tanstack/react-query'
import { useUser } from '../../lib/session.ts'
import { Page } from '../../ui/page.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { words } from '../../words/overview.ts'
import { Attention } from './attention.tsx'
import { Counts } from './counts.tsx'
import { FirstSteps, isNew } from './first-steps.tsx'
import { Health } from './health.tsx'
import styles from './overview.module.css'
import { Parts } from './parts.tsx'
import { overviewQuery } from './queries.ts'
import { Recent } from './recent.tsx'

const own = words.overview

/** Is mail flowing, what needs me, where do I act. */
const OverviewPage = () => {
  const user = useUser()
  const { data, error, refetch } = useQuery(overviewQuery)
  if (!data && error)
    return (
      <Page title={own.title} lead={own.lead}>
        <ErrorState error={error} what={own.title} onRetry={() => void refetch()} />
      </Page>
    )
  return (
    <Page title={own.title} lead={own.lead}>
      {/* Grey and real content are different elements, so that what has another height moves nothing. */}
      <div key={data ? 'known' : 'awaited'} className={styles.page}>
        {data && isNew(data) && <FirstSteps overview={data} />}
        <Counts overview={data} />
        <div className={styles.columns}>
          <Attention overview={data} />
          <Parts overview={data} />
        </div>
        <Health />
        {user.role === 'admin' && <Recent />}
      </div>
    </Page>
  )
}

export default OverviewPage
