import type { DkimKey } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { formatDay } from '../../lib/format.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dkim.ts'
import { domainKeysQuery, useDeleteKey } from './queries.ts'
import { besideOf } from './steps.ts'

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
  const { data = [] } = useQuery({ ...domainKeysQuery(row.domain), enabled: active })
  const beside = besideOf(row, data).other
  const loss = beside ? own.deleteBesideLoss[row.algorithm] : own.deleteActiveLoss
  const note = beside ? own.deleteBesideNote[row.algorithm] : own.deleteActiveNote
  return (
    <ConfirmDialog
      title={own.deleteTitle(row.dns_name)}
      description={leadOf(row)}
      {...(active && { losses: [loss], typeName: row.domain })}
      deed={own.deleteDeed}
      run={async () => {
        await remove({ id: row.id, force: active })
        toast.done(own.deleted(row.dns_name))
        done()
      }}
      onClosed={onClosed}
    >
      {active && <p className="muted">{note}</p>}
    </ConfirmDialog>
  )
}

export default DeleteDialog
