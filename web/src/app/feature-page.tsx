import { type ReactNode, Suspense } from 'react'
import type { Feature } from '../lib/feature.ts'
import { useUser } from '../lib/session.ts'
import { Page } from '../ui/page.tsx'
import { NoPermission } from '../ui/states.tsx'

/** The page of a feature, or who may see it. */
export const FeaturePage = ({ feature, children }: { feature: Feature; children: ReactNode }) => {
  const user = useUser()
  if (!feature.allowed(user))
    return (
      <Page title={feature.label} lead="">
        <NoPermission whoCan={feature.whoCan} />
      </Page>
    )
  return <Suspense fallback={<Page title={feature.label} lead={' '} fill />}>{children}</Suspense>
}
