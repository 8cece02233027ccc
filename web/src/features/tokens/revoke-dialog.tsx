import type { Token } from '@mc/shared/contract'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/tokens.ts'
import { useRevokeToken } from './queries.ts'

const own = words.tokens

const RevokeDialog = ({
  token: { id, name },
  onClosed,
}: {
  token: Token
  onClosed: () => void
}) => {
  const revoke = useRevokeToken()
  return (
    <ConfirmDialog
      title={own.revokeTitle(name)}
      description={own.revokeLead}
      deed={own.revokeDeed}
      run={async () => {
        await revoke(id)
        toast.done(own.revoked(name))
      }}
      onClosed={onClosed}
    />
  )
}

export default RevokeDialog
