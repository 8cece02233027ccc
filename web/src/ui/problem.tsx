import { CircleAlert } from 'lucide-react'
import { ApiError, sayError } from '../lib/api-error.ts'
import { words } from '../words/index.ts'
import { CopyValue } from './copy.tsx'
import styles from './problem.module.css'

/** An error of the whole dialog or form, with the id to give to support. */
export const Problem = ({ error }: { error: unknown }) => (
  <div className={styles.problem} role="alert">
    <CircleAlert aria-hidden="true" />
    <div>
      {sayError(error)}
      {error instanceof ApiError && error.status >= 500 && error.request_id && (
        <div>
          {words.errors.requestId}{' '}
          <CopyValue value={error.request_id} what={words.errors.requestId} />
        </div>
      )}
    </div>
  </div>
)
