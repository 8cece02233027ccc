import type { Domain } from '@mc/shared/contract'
import { useNavigate } from '@tanstack/react-router'
import { AtSign, CirclePause, CirclePlay, Inbox, PanelRight, Trash2 } from 'lucide-react'
import { useDetail } from '../../lib/url.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import { bulkSwitch, type Refused } from '../../ui/table/bulk-switch.ts'
import type { BulkAction } from '../../ui/table/types.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/domains.ts'
import { useBulkDomains, useSetActive } from './queries.ts'

const own = words.domains
type Delete = (rows: readonly Domain[], done?: () => void) => void

/** What can be done with one domain and with several: row menu, right click, panel and bulk bar show the same. */
export const useDomainActions = (remove: Delete, onRefused: (refused: Refused) => void) => {
  const navigate = useNavigate()
  const detail = useDetail('/domains')
  const setActive = useSetActive()
  const bulk = useBulkDomains()

  const switchOne = async (row: Domain, active: boolean, undo: boolean): Promise<void> => {
    try {
      await setActive({ id: row.id, active })
      const text = active ? own.activated(row.name_unicode) : own.deactivated(row.name_unicode)
      toast.done(text, undo ? { undo: () => void switchOne(row, !active, false) } : {})
    } catch (error) {
      toast.fail(error)
    }
  }
  const switchMany = bulkSwitch<Domain>({
    bulk,
    nameOf: (row) => row.name_unicode,
    said: own.bulkDone,
    onRefused,
  })

  const forRow = (row: Domain, readOnly: string | undefined): MenuItem[] => [
    { label: own.open, icon: PanelRight, run: () => void detail.open(row.id) },
    {
      label: own.showMailboxes,
      icon: Inbox,
      run: () => void navigate({ to: '/mailboxes', search: { domain: row.name } }),
    },
    {
      label: own.showAliases,
      icon: AtSign,
      run: () => void navigate({ to: '/aliases', search: { domain: row.name } }),
    },
    'separator',
    {
      label: row.active ? own.deactivate : own.activate,
      icon: row.active ? CirclePause : CirclePlay,
      disabledReason: readOnly,
      run: () => void switchOne(row, !row.active, true),
    },
    {
      label: own.delete,
      icon: Trash2,
      danger: true,
      disabledReason: readOnly,
      run: () => remove([row]),
    },
  ]

  const forRows = (
    rows: readonly Domain[],
    clear: () => void,
    readOnly: string | undefined,
  ): BulkAction[] => {
    const shared = readOnly === undefined ? {} : { disabledReason: readOnly }
    return [
      {
        ...shared,
        label: own.activate,
        icon: CirclePlay,
        run: () => void switchMany(rows, true, clear),
      },
      {
        ...shared,
        label: own.deactivate,
        icon: CirclePause,
        run: () => void switchMany(rows, false, clear),
      },
      { ...shared, label: own.delete, icon: Trash2, danger: true, run: () => remove(rows, clear) },
    ]
  }
  return { forRow, forRows }
}
