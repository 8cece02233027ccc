import type { ApiError } from '../../lib/api-error.ts'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../../ui/dialog.tsx'
import { Problem } from '../../ui/problem.tsx'
import { words } from '../../words/services.ts'
import type { Wish } from './deeds.tsx'
import styles from './services.module.css'

const own = words.services

const linesOf = ({ details: { log } }: ApiError): string[] =>
  Array.isArray(log) ? log.map(String) : []

const Foot = () => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button onClick={close} data-focus-first="">
        {own.close}
      </Button>
    </DialogFoot>
  )
}

/** A service did not become what it was asked to: why, in its own last words or those of its checker. */
const FailureDialog = ({
  wish: { name, action },
  error,
  onClosed,
}: {
  wish: Wish
  error: ApiError
  onClosed: () => void
}) => {
  const lines = linesOf(error)
  const isRefused = error.details.refused === true
  const called = own.names[name]
  const heading = isRefused ? own.refusedLog : own.failedLog
  return (
    <Dialog
      title={isRefused ? own.refusedTitle(called) : own.failedTitle(called, action === 'stop')}
      size="lg"
      onClosed={onClosed}
    >
      <DialogBody>
        <Problem error={error} />
        <section aria-label={heading}>
          <h3 className={styles.logTitle}>
            {heading}
            {lines.length > 0 && <CopyButton value={lines.join('\n')} what={heading} />}
          </h3>
          {lines.length === 0 ? (
            <p className="muted">{own.failedNoLog}</p>
          ) : (
            <pre className={styles.log}>{lines.join('\n')}</pre>
          )}
        </section>
      </DialogBody>
      <Foot />
    </Dialog>
  )
}

export default FailureDialog
