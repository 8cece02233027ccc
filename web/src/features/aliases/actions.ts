import type { Alias } from '@mc/shared/contract'
import { CirclePause, CirclePlay, PanelRight, Pencil, Split, Trash2 } from 'lucide-react'
import { useDetail } from '../../lib/url.ts'
import { copyAction } from '../../ui/copy-action.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import { bulkSwitch } from '../../ui/table/bulk-switch.ts'
import type { BulkAction } from '../../ui/table/types.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/aliases.ts'
import type { Shown } from './dialogs.tsx'
import { path, useBulkAliases, useChangeAlias } from './queries.ts'

const own = words.aliases

interface Options {
  show: (dialog: Shown) => void
  /** Opens the create dialog with this alias's source. */
  addTo: (alias: Alias) => void
  readOnly: string | undefined
}

/** What can be done with one alias and with several: row menu, right click, panel and bulk bar show the same. */
export const useAliasActions = ({ show, addTo, readOnly }: Options) => {
  const detail = useDetail(path)
  const change = useChangeAlias()
  const bulk = useBulkAliases()

  const switchOne = async (alias: Alias, active: boolean, undo: boolean): Promise<void> => {
    const { id, source, destination } = alias
    try {
      await change({ id, active })
      const text = active
        ? own.activated(source, destination)
        : own.deactivated(source, destination)
      toast.done(text, undo ? { undo: () => void switchOne(alias, !active, false) } : {})
    } catch (error) {
      toast.fail(error)
    }
  }
  const switchMany = bulkSwitch<Alias>({
    bulk,
    nameOf: ({ source, destination }) => own.named(source, destination),
    said: (n, active) => (active ? words.aliasBulk.activated(n) : words.aliasBulk.deactivated(n)),
    onRefused: (refused) => show({ kind: 'refused', refused }),
  })

  const forRow = (alias: Alias): MenuItem[] => {
    const guarded = { disabledReason: readOnly }
    return [
      { label: own.open, icon: PanelRight, run: () => void detail.open(alias.id) },
      copyAction(own.copySource, alias.source),
      { ...guarded, label: own.edit, icon: Pencil, run: () => show({ kind: 'edit', alias }) },
      { ...guarded, label: own.addDestination, icon: Split, run: () => addTo(alias) },
      'separator',
      {
        ...guarded,
        label: alias.active ? own.deactivate : own.activate,
        icon: alias.active ? CirclePause : CirclePlay,
        run: () => void switchOne(alias, !alias.active, true),
      },
      {
        ...guarded,
        label: own.delete,
        icon: Trash2,
        danger: true,
        run: () => show({ kind: 'delete', aliases: [alias], done: () => {} }),
      },
    ]
  }

  const forRows = (aliases: readonly Alias[], clear: () => void): BulkAction[] => {
    const guarded = readOnly === undefined ? {} : { disabledReason: readOnly }
    return [
      {
        ...guarded,
        label: own.activate,
        icon: CirclePlay,
        run: () => void switchMany(aliases, true, clear),
      },
      {
        ...guarded,
        label: own.deactivate,
        icon: CirclePause,
        run: () => void switchMany(aliases, false, clear),
      },
      {
        ...guarded,
        label: own.delete,
        icon: Trash2,
        danger: true,
        run: () => show({ kind: 'delete', aliases, done: clear }),
      },
    ]
  }
  return { forRow, forRows }
}
