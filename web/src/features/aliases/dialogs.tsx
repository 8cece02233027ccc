import type { Alias } from '@mc/shared/contract'
import { lazy, Suspense } from 'react'
import type { Refused } from '../../ui/table/bulk-switch.ts'

const DeleteDialog = lazy(() => import('./delete-dialog.tsx'))
const EditDialog = lazy(() => import('./edit-dialog.tsx'))
const RefusedDialog = lazy(() => import('../../ui/table/refused-dialog.tsx'))
const UnknownDialog = lazy(() => import('./unknown-dialog.tsx'))

/** The dialog that stands over the page. */
export type Shown =
  | { kind: 'edit'; alias: Alias }
  | { kind: 'delete'; aliases: readonly Alias[]; done: () => void }
  | { kind: 'refused'; refused: Refused }
  | { kind: 'unknown'; source: string; destinations: readonly string[] }

interface Props {
  shown: Shown
  /** The next dialog, or none. */
  onShow: (next: Shown | undefined) => void
  /** These aliases are gone: their panel closes. */
  onDeleted: (aliases: readonly Alias[]) => void
}

const Open = ({ shown, onShow, onDeleted }: Props) => {
  const close = () => onShow(undefined)
  switch (shown.kind) {
    case 'edit':
      return (
        <EditDialog
          alias={shown.alias}
          onClosed={(row) =>
            onShow(row && { kind: 'unknown', source: row.source, destinations: [row.destination] })
          }
        />
      )
    case 'delete':
      return (
        <DeleteDialog
          aliases={shown.aliases}
          done={() => {
            shown.done()
            onDeleted(shown.aliases)
          }}
          onClosed={close}
        />
      )
    case 'refused':
      return <RefusedDialog refused={shown.refused} onClosed={close} />
    case 'unknown':
      return (
        <UnknownDialog source={shown.source} destinations={shown.destinations} onClosed={close} />
      )
  }
}

export const Dialogs = (props: Props) => (
  <Suspense fallback={null}>
    <Open {...props} />
  </Suspense>
)
