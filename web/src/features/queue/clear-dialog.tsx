import { useState } from 'react'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/queue.ts'
import { queueNames } from './filters.ts'
import { type Counts, useQueueAct } from './queries.ts'

const own = words.queue

/** Deletes all mail in the queue. Says how much that is and asks for the figure, as it was when the dialog opened. */
const ClearDialog = ({ counts, onClosed }: { counts: Counts; onClosed: () => void }) => {
  const act = useQueueAct()
  const [then] = useState(counts)
  const run = async () => {
    const { done } = await act({ action: 'clear' })
    toast.done(own.cleared(done))
  }
  return (
    <ConfirmDialog
      title={own.clearTitle}
      description={own.clearLead}
      losses={queueNames
        .filter((name) => then[name] > 0)
        .map((name) => own.clearLoss(own.names[name], then[name]))}
      typeName={String(then.total)}
      deed={own.clearDeed}
      run={run}
      onClosed={onClosed}
    />
  )
}

export default ClearDialog
