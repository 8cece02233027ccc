import type { User } from '@mc/shared/contract'
import { lazy, Suspense } from 'react'
import type { Refused } from '../../ui/table/bulk-switch.ts'
import type { Created } from './create-dialog.tsx'

// Dialogs are fetched when the first is wanted: the page must be quick to open, not the dialog.
const ClientDialog = lazy(() => import('./client-dialog.tsx'))
const CreatedDialog = lazy(() => import('./created-dialog.tsx'))
const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const BulkDeleteDialog = lazy(() => import('./bulk-delete-dialog.tsx'))
const PasswordDialog = lazy(() => import('./password-dialog.tsx'))
const QuotaDialog = lazy(() => import('./quota-dialog.tsx'))
const RefusedDialog = lazy(() => import('../../ui/table/refused-dialog.tsx'))

/** The dialog that stands over the page. */
export type Shown =
  | { kind: 'password' | 'quota' | 'connect'; user: User }
  | { kind: 'created'; created: Created }
  | { kind: 'delete'; users: readonly User[]; done: () => void }
  | { kind: 'refused'; refused: Refused }

interface Props {
  shown: Shown
  /** The next dialog, or none. */
  onShow: (next: Shown | undefined) => void
  onCreateAnother: () => void
  /** These mailboxes are gone: their panel closes. */
  onDeleted: (users: readonly User[]) => void
}

const Delete = ({
  shown,
  onShow,
  onDeleted,
}: Omit<Props, 'shown'> & { shown: Extract<Shown, { kind: 'delete' }> }) => {
  const { users, done } = shown
  const [only] = users
  const gone = () => {
    done()
    onDeleted(users)
  }
  return users.length === 1 && only ? (
    <DeleteDialog user={only} done={gone} onClosed={() => onShow(undefined)} />
  ) : (
    <BulkDeleteDialog
      users={users}
      done={gone}
      onClosed={(refused) => onShow(refused && { kind: 'refused', refused })}
    />
  )
}

const Open = (props: Props) => {
  const { shown, onShow, onCreateAnother } = props
  const close = () => onShow(undefined)
  switch (shown.kind) {
    case 'password':
      return <PasswordDialog user={shown.user} onClosed={close} />
    case 'quota':
      return <QuotaDialog user={shown.user} onClosed={close} />
    case 'connect':
      return <ClientDialog user={shown.user} onClosed={close} />
    case 'refused':
      return <RefusedDialog refused={shown.refused} onClosed={close} />
    case 'delete':
      return <Delete {...props} shown={shown} />
    case 'created':
      return (
        <CreatedDialog
          created={shown.created}
          onClosed={(next) => {
            onShow(next === 'connect' ? { kind: 'connect', user: shown.created.user } : undefined)
            if (next === 'another') onCreateAnother()
          }}
        />
      )
  }
}

export const Dialogs = (props: Props) => (
  <Suspense fallback={null}>
    <Open {...props} />
  </Suspense>
)
