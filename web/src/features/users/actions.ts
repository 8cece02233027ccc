import type { User } from '@mc/shared/contract'
import {
  CirclePause,
  CirclePlay,
  Gauge,
  KeyRound,
  PanelRight,
  Smartphone,
  Trash2,
} from 'lucide-react'
import { useDetail } from '../../lib/url.ts'
import { copyAction } from '../../ui/copy-action.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import { bulkSwitch } from '../../ui/table/bulk-switch.ts'
import type { BulkAction } from '../../ui/table/types.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import type { Shown } from './dialogs.tsx'
import { path, useBulkUsers, useChangeUser } from './queries.ts'

const own = words.users
const nothing = () => {}

/** What can be done with one mailbox and with several: row menu, right click, panel and bulk bar show the same. */
export const useUserActions = (show: (dialog: Shown) => void, readOnly: string | undefined) => {
  const detail = useDetail(path)
  const change = useChangeUser()
  const bulk = useBulkUsers()

  const switchOne = async (user: User, active: boolean, undo: boolean): Promise<void> => {
    try {
      await change({ id: user.id, active })
      const text = active ? own.activated(user.email) : own.deactivated(user.email)
      toast.done(text, undo ? { undo: () => void switchOne(user, !active, false) } : {})
    } catch (error) {
      toast.fail(error)
    }
  }
  const onSwitch = (user: User) => void switchOne(user, !user.active, true)
  const switchMany = bulkSwitch<User>({
    bulk,
    nameOf: (user) => user.email,
    said: (n, active) => (active ? words.userBulk.activated(n) : words.userBulk.deactivated(n)),
    onRefused: (refused) => show({ kind: 'refused', refused }),
  })

  const forRow = (user: User): MenuItem[] => {
    const guarded = { disabledReason: readOnly }
    return [
      { label: own.open, icon: PanelRight, run: () => void detail.open(user.id) },
      copyAction(own.copyAddress, user.email),
      { label: own.connect, icon: Smartphone, run: () => show({ kind: 'connect', user }) },
      'separator',
      {
        ...guarded,
        label: own.changePasswordMenu,
        icon: KeyRound,
        run: () => show({ kind: 'password', user }),
      },
      {
        ...guarded,
        label: own.changeQuotaMenu,
        icon: Gauge,
        run: () => show({ kind: 'quota', user }),
      },
      {
        ...guarded,
        label: user.active ? own.deactivate : own.activate,
        icon: user.active ? CirclePause : CirclePlay,
        run: () => onSwitch(user),
      },
      'separator',
      {
        ...guarded,
        label: own.delete,
        icon: Trash2,
        danger: true,
        run: () => show({ kind: 'delete', users: [user], done: nothing }),
      },
    ]
  }

  const forRows = (users: readonly User[], clear: () => void): BulkAction[] => {
    const guarded = readOnly === undefined ? {} : { disabledReason: readOnly }
    return [
      {
        ...guarded,
        label: own.activate,
        icon: CirclePlay,
        run: () => void switchMany(users, true, clear),
      },
      {
        ...guarded,
        label: own.deactivate,
        icon: CirclePause,
        run: () => void switchMany(users, false, clear),
      },
      {
        ...guarded,
        label: own.delete,
        icon: Trash2,
        danger: true,
        run: () => show({ kind: 'delete', users, done: clear }),
      },
    ]
  }
  return { forRow, forRows, onSwitch }
}
