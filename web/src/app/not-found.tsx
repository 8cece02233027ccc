import { SearchX } from 'lucide-react'
import { AppLink } from '../lib/app-link.tsx'
import { buttonClass } from '../ui/button.tsx'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'
import { words } from '../words/index.ts'

export const NotFound = () => (
  <Page title={words.errors.notFound} lead={words.errors.notFoundText}>
    <EmptyState
      icon={SearchX}
      title={location.pathname}
      text={words.errors.notFoundHint}
      action={
        <AppLink to="/" className={buttonClass({})}>
          {words.errors.toOverview}
        </AppLink>
      }
    />
  </Page>
)
