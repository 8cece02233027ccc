import type { User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Checkbox } from '../../ui/choice.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Refused, refusedOf } from '../../ui/table/bulk-switch.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import { bulkCheckQuery, useBulkUsers } from './queries.ts'
import { useDefaults } from './quota.ts'

const own = words.userBulk

const sentences = { mailbox_is_destination: own.isDestination }

interface Props {
  users: readonly User[]
  done: () => void
  /** Tells which were left as they are. */
  onClosed: (refused: Refused | undefined) => void
}

/** Deletes several mailboxes. Those that an alias names stay, unless the aliases are to go too. */
const BulkDeleteDialog = ({ users, done, onClosed }: Props) => {
  const bulk = useBulkUsers()
  const [force, setForce] = useState(false)
  const [refused, setRefused] = useState<Refused>()
  const { trashDays } = useDefaults()
  const ids = users.map(({ id }) => id)
  const { data } = useQuery(bulkCheckQuery(ids))
  const named = data?.failed.filter(({ code }) => code === 'mailbox_is_destination').length ?? 0
  const run = async () => {
    const reply = await bulk({ action: 'delete', ids, force })
    setRefused(refusedOf(reply, users, (user) => user.email, sentences))
    if (reply.done > 0) toast.done(own.deleted(reply.done))
    done()
  }
  return (
    <ConfirmDialog
      title={own.deleteTitle(users.length)}
      description={words.users.deleteLead}
      losses={[words.counts.mailboxes(users.length - (force ? 0 : named))]}
      typeName={own.deleteWord(users.length)}
      deed={own.deleteDeed(users.length - (force ? 0 : named))}
      run={run}
      onClosed={() => onClosed(refused)}
    >
      <p className="muted">{words.users.deleteMail(trashDays)}</p>
      {named > 0 && (
        <Checkbox
          checked={force}
          onChange={setForce}
          label={own.withAliases(named)}
          help={own.withAliasesHelp}
        />
      )}
    </ConfirmDialog>
  )
}

export default BulkDeleteDialog
