import type { DkimKey } from '@mc/shared/contract'
import { KeyRound, PanelRight, RefreshCw, Repeat2, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useDetail } from '../../lib/url.ts'
import { copyAction } from '../../ui/copy-action.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dkim.ts'
import { path, useCheckKey, useSwitchTo } from './queries.ts'

const own = words.dkim

/** A dialog about one key. */
export type Shown = { kind: 'delete' | 'switch' | 'rotate'; row: DkimKey }

/** What can be done with a key; menus and panel share it. */
export const useKeyDeeds = (show: (shown: Shown) => void) => {
  const check = useCheckKey()
  const switchTo = useSwitchTo()
  const [busy, setBusy] = useState<'check' | 'switch'>()
  const doing = (kind: 'check' | 'switch', work: () => Promise<unknown>) => {
    setBusy(kind)
    work()
      .catch(toast.fail)
      .finally(() => setBusy(undefined))
  }
  return {
    busy,
    check: (row: DkimKey) => doing('check', () => check(row.id)),
    switchTo: (row: DkimKey) =>
      doing('switch', async () => {
        await switchTo({ id: row.id, force: false })
        toast.done(own.switched(row.dns_name))
      }),
    rotate: (row: DkimKey) => show({ kind: 'rotate', row }),
  }
}
export type KeyDeeds = ReturnType<typeof useKeyDeeds>

/** Why an account cannot do something with keys now: have the DNS asked, or what the agent has to do. */
export interface Hindrance {
  readonly check: string | undefined
  readonly change: string | undefined
}

/** The menu of a key's row and panel. */
export const useKeyMenu = (deeds: KeyDeeds, show: (shown: Shown) => void, why: Hindrance) => {
  const detail = useDetail(path)
  const guarded = { disabledReason: why.change }
  return (row: DkimKey): MenuItem[] => {
    const seen = row.dns_status === 'published'
    return [
      { label: own.open, icon: PanelRight, run: () => void detail.open(row.id) },
      copyAction(own.copyRecord, row.dns_value),
      {
        label: own.check,
        icon: RefreshCw,
        disabledReason: why.check,
        run: () => deeds.check(row),
      },
      'separator',
      row.state === 'active'
        ? { ...guarded, label: own.rotate, icon: Repeat2, run: () => deeds.rotate(row) }
        : {
            label: seen ? own.switch : own.switchAnyway,
            icon: KeyRound,
            ...guarded,
            run: () => (seen ? deeds.switchTo(row) : show({ kind: 'switch', row })),
          },
      {
        ...guarded,
        label: own.delete,
        icon: Trash2,
        danger: true,
        run: () => show({ kind: 'delete', row }),
      },
    ]
  }
}
