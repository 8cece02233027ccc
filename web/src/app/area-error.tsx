import { isApiError } from '../lib/api-error.ts'
import { Page } from '../ui/page.tsx'
import { CrashState, ErrorState } from '../ui/states.tsx'
import { words } from '../words/index.ts'

/** What stands in the place of a page that failed; frame and navigation go on working. */
export const AreaError = ({ error, reset }: { error: unknown; reset?: () => void }) => (
  <Page title={words.errors.failed} lead={words.errors.failedLead}>
    {isApiError(error) ? (
      <ErrorState
        error={error}
        what={words.errors.thisPage}
        onRetry={reset ?? (() => location.reload())}
      />
    ) : (
      <CrashState />
    )}
  </Page>
)
