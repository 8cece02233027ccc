import type { TrashItem } from '@mc/shared/contract'
import { formatBytes } from '../../lib/format.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/trash.ts'
import { useTrashDeed } from './queries.ts'

const own = words.trash

/** Erases kept mail before its time. There is no way back, so the address is asked for. */
const PurgeDialog = ({ item, onClosed }: { item: TrashItem; onClosed: () => void }) => {
  const deed = useTrashDeed()
  const run = async () => {
    await deed({ id: item.id, action: 'purge' })
    toast.done(own.purged(item.email))
  }
  return (
    <ConfirmDialog
      title={own.purgeTitle(item.email)}
      description={own.purgeLead}
      losses={[
        item.size_bytes === null
          ? own.purgeLossUnknown
          : own.purgeLoss(formatBytes(item.size_bytes)),
      ]}
      typeName={item.email}
      deed={own.purgeDeed}
      run={run}
      onClosed={onClosed}
    />
  )
}

export default PurgeDialog
