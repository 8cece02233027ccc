import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { words } from '../../words/services.ts'
import type { Wish } from './deeds.tsx'

const own = words.services

/** Says what rests while a service is stopped, before it is. */
const ConfirmControl = ({
  wish: { name, action },
  run,
  onClosed,
}: {
  wish: Wish
  run: () => Promise<unknown>
  onClosed: () => void
}) => {
  const stops = action === 'stop'
  const called = own.names[name]
  return (
    <ConfirmDialog
      title={stops ? own.stopTitle(called) : own.restartTitle(called)}
      description={stops ? own.without[name] : own.restartLead}
      deed={stops ? own.stopOf(called) : own.restartOf(called)}
      run={run}
      onClosed={onClosed}
    >
      {stops && <p>{own.stopNote}</p>}
    </ConfirmDialog>
  )
}

export default ConfirmControl
