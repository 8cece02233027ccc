import { formatBytes } from '../../lib/format.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/queue.ts'
import type { Actable } from './actions.ts'
import { nameOf } from './names.ts'
import { useQueueAct } from './queries.ts'

const own = words.queue

/** Deletes one message for good. */
const DeleteDialog = ({
  row,
  done,
  onClosed,
}: {
  row: Actable
  /** Called when it is gone, before the dialog closes. */
  done: () => void
  onClosed: () => void
}) => {
  const act = useQueueAct()
  const run = async () => {
    const { done: count, message } = await act({ action: 'clear', queueId: row.queue_id })
    toast.done(count > 0 ? own.deleted : message)
    if (count > 0) done()
  }
  return (
    <ConfirmDialog
      title={own.deleteTitle}
      description={own.deleteLead}
      losses={[own.lossOne(nameOf(row), formatBytes(row.size_bytes))]}
      deed={own.deleteDeed}
      run={run}
      onClosed={onClosed}
    />
  )
}

export default DeleteDialog
