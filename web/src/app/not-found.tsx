import { SearchX } from 'lucide-react'
import { AppLink } from '../lib/app-link.tsx'
import { buttonClass } from '../ui/button.tsx'
import { EmptyState } from '../ui/states.tsx'
import { words } from '../words/index.ts'

export const NotFound = () => (
  <EmptyState
    icon={SearchX}
    title={words.errors.notFound}
    text={words.errors.notFoundText}
    action={
      <AppLink to="/" className={buttonClass({})}>
        {words.errors.toOverview}
      </AppLink>
    }
  />
)
