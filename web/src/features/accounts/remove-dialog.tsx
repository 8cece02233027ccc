import type { Account } from '@mc/shared/contract'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/accounts.ts'
import { useRemoveAccount } from './queries.ts'

const own = words.accounts

const RemoveDialog = ({
  account: { id, username },
  onClosed,
}: {
  account: Account
  onClosed: () => void
}) => {
  const remove = useRemoveAccount()
  return (
    <ConfirmDialog
      title={own.removeTitle(username)}
      description={own.removeLead}
      losses={own.removeLosses}
      typeName={username}
      deed={own.removeDeed}
      run={async () => {
        await remove(id)
        toast.done(own.removed(username))
      }}
      onClosed={onClosed}
    />
  )
}

export default RemoveDialog
