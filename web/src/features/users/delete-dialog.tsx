import type { User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import { reachQuery, reachShown, useDeleteUser } from './queries.ts'
import { useDefaults } from './quota.ts'
import styles from './users.module.css'

const own = words.users

interface Props {
  user: User
  /** Called when it is gone, before the dialog closes. */
  done: () => void
  onClosed: () => void
}

/**
 * Deletes one mailbox. Aliases that name it are shown first and go with it; one that appears meanwhile makes the server
 * refuse, and is then shown here.
 */
const DeleteDialog = ({ user, done, onClosed }: Props) => {
  const remove = useDeleteUser()
  const { trashDays } = useDefaults()
  const { data } = useQuery(reachQuery(user.email))
  const aliases = data?.total ?? 0
  const run = async () => {
    await remove({ id: user.id, force: aliases > 0 })
    toast.done(own.deleted(user.email))
    done()
  }
  return (
    <ConfirmDialog
      title={own.deleteTitle(user.email)}
      description={own.deleteLead}
      losses={aliases > 0 ? [words.counts.aliases(aliases)] : []}
      deed={aliases > 0 ? own.deleteDeedForce(aliases) : own.deleteDeed}
      run={run}
      onClosed={onClosed}
    >
      {aliases > 0 && (
        <div>
          <p>{own.deleteAliases(aliases)}</p>
          <ul className={styles.list}>
            {data?.data.map((alias) => (
              <li key={alias.id} className="mono">
                {alias.source}
              </li>
            ))}
            {aliases > reachShown && (
              <li className="muted">{own.deleteAliasesMore(aliases - reachShown)}</li>
            )}
          </ul>
        </div>
      )}
      <p className="muted">{own.deleteMail(trashDays)}</p>
    </ConfirmDialog>
  )
}

export default DeleteDialog
