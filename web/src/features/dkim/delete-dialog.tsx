import type { DkimKey } from '@mc/shared/contract'
import { formatDay } from '../../lib/format.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dkim.ts'
import { useDeleteKey } from './queries.ts'

const own = words.dkim

const leadOf = ({ state, retire_at }: DkimKey): string => {
  if (state === 'active') return own.deleteActive
  return retire_at === null ? own.deletePending : own.deleteRetired(formatDay(retire_at))
}

/** Deletes one key. The one that signs asks for the domain's name: mail would leave unsigned. */
const DeleteDialog = ({
  row,
  done,
  onClosed,
}: {
  row: DkimKey
  done: () => void
  onClosed: () => void
}) => {
  const remove = useDeleteKey()
  const active = row.state === 'active'
  return (
    <ConfirmDialog
      title={own.deleteTitle(row.dns_name)}
      description={leadOf(row)}
      {...(active && { losses: [own.deleteActiveLoss], typeName: row.domain })}
      deed={own.deleteDeed}
      run={async () => {
        await remove({ id: row.id, force: active })
        toast.done(own.deleted(row.dns_name))
        done()
      }}
      onClosed={onClosed}
    >
      {active && <p className="muted">{own.deleteActiveNote}</p>}
    </ConfirmDialog>
  )
}

export default DeleteDialog
