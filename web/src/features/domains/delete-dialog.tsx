import type { Domain } from '@mc/shared/contract'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { type Refused, refusedOf } from '../../ui/table/bulk-switch.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/domains.ts'
import { useBulkDomains, useDeleteDomain } from './queries.ts'

const own = words.domains

interface Props {
  rows: readonly Domain[]
  /** Called when they are gone, before the dialog closes. */
  done: () => void
  /** Told which of several stayed, and why. */
  onRefused: (refused: Refused) => void
  onClosed: () => void
}

/** Deletes one domain or several, with all that is in them. Says how much that is and asks for the name. */
const DeleteDialog = ({ rows, done, onRefused, onClosed }: Props) => {
  const remove = useDeleteDomain()
  const bulk = useBulkDomains()
  const [row] = rows
  const one = rows.length === 1 && row !== undefined
  const sum = (key: 'users' | 'aliases') => rows.reduce((total, domain) => total + domain[key], 0)
  const filled = sum('users') + sum('aliases') > 0
  const run = async () => {
    if (one) {
      await remove({ id: row.id, force: filled })
      toast.done(own.deleted(row.name_unicode))
    } else {
      const result = await bulk({ action: 'delete', ids: rows.map(({ id }) => id), force: filled })
      const refused = refusedOf(result, rows, (domain) => domain.name_unicode)
      if (refused) onRefused(refused)
      if (result.done > 0) toast.done(own.bulkDeleted(result.done))
    }
    done()
  }
  return (
    <ConfirmDialog
      title={one ? own.deleteTitle(row.name_unicode) : own.bulkDeleteTitle(rows.length)}
      description={one ? own.deleteLead : own.deleteManyLead}
      losses={[
        ...(one ? [] : [words.counts.domains(rows.length)]),
        words.counts.mailboxes(sum('users')),
        words.counts.aliases(sum('aliases')),
      ]}
      typeName={one ? row.name_unicode : own.bulkDeleteWord(rows.length)}
      deed={one ? own.deleteDeed : own.bulkDeleteDeed(rows.length)}
      run={run}
      onClosed={onClosed}
    >
      {sum('users') > 0 && <p className="muted">{own.deleteKept}</p>}
    </ConfirmDialog>
  )
}

export default DeleteDialog
