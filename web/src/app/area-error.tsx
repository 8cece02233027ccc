import { isApiError } from '../lib/api-error.ts'
import { CrashState, ErrorState } from '../ui/states.tsx'
import { words } from '../words/index.ts'

/** What stands in the place of a page that failed; frame and navigation go on working. */
export const AreaError = ({ error, reset }: { error: unknown; reset?: () => void }) =>
  isApiError(error) ? (
    <ErrorState
      error={error}
      what={words.errors.thisPage}
      onRetry={reset ?? (() => location.reload())}
    />
  ) : (
    <CrashState />
  )
