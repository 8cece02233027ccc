import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { words } from '../../words/settings.ts'
import { Certificate } from './certificate.tsx'
import { SettingsForm } from './form.tsx'
import { settingsQuery } from './queries.ts'
import styles from './settings.module.css'

const own = words.settings

const SettingsPage = () => {
  const { data, error, refetch } = useQuery(settingsQuery)
  // A new key makes the form start again from what is stored.
  const [turn, setTurn] = useState(0)
  return (
    <Page title={own.title} lead={own.lead}>
      {data ? (
        <>
          {data.applied === 'pending' && (
            <Notice tone="warn" role="status">
              {own.pending}
            </Notice>
          )}
          <div className={styles.columns}>
            <SettingsForm key={turn} settings={data} onReset={() => setTurn(turn + 1)} />
            <Certificate {...data} />
          </div>
        </>
      ) : error ? (
        <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      ) : (
        <Skeleton width={40} />
      )}
    </Page>
  )
}

export default SettingsPage
