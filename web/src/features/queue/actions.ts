import { useNavigate } from '@tanstack/react-router'
import {
  AtSign,
  CirclePause,
  CirclePlay,
  Filter as FilterIcon,
  PanelRight,
  RefreshCw,
  Route,
  Send,
  Trash2,
} from 'lucide-react'
import { copyAction } from '../../ui/copy-action.ts'
import type { MenuItem } from '../../ui/menu-store.ts'
import type { BulkAction as BarAction } from '../../ui/table/types.ts'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/queue.ts'
import { NOBODY, type QueueList } from './filters.ts'
import { domainOf, firstRecipient } from './names.ts'
import { type BulkAction, type Filter, type Item, useQueueAct } from './queries.ts'

const own = words.queue
type Single = 'deliver' | 'hold' | 'release' | 'requeue'
export type Actable = Pick<Item, 'queue_id' | 'queue' | 'sender' | 'recipients' | 'size_bytes'>

export const icons = {
  deliver: Send,
  hold: CirclePause,
  release: CirclePlay,
  requeue: RefreshCw,
  delete: Trash2,
} as const
const bulkActions = ['deliver', 'hold', 'release', 'requeue', 'delete'] as const

interface Opens {
  list: QueueList
  open: (queueId: string) => void
  remove: (row: Actable) => void
  /** Shows what an action on several would do. */
  bulk: (action: BulkAction, filter: Filter, done?: () => void) => void
  readOnly: string | undefined
}

/** Does one thing to one message, and says what came of it. */
export const useSingleAct = () => {
  const act = useQueueAct()
  return async (action: Single, queueId: string) => {
    try {
      const { done, message } = await act({ action, queueId })
      // Nothing done is no failure: the server says why.
      if (done === 0) toast.done(message)
      // Held or not is seen in place.
      else if (action === 'deliver' || action === 'requeue') toast.done(own.done[action])
    } catch (error) {
      toast.fail(error)
    }
  }
}

/** Why an action makes no sense for a message, undefined when it does. */
export const idleReason = (action: Single, { queue }: Pick<Item, 'queue'>) => {
  if (action === 'deliver' && queue === 'hold') return own.onHold
  return action === 'release' && queue !== 'hold' ? own.notOnHold : undefined
}

/** What can be done with one message and with several: row menu, right click, panel and bulk bar show the same. */
export const useQueueActions = ({ list, open, remove, bulk, readOnly }: Opens) => {
  const navigate = useNavigate()
  const single = useSingleAct()
  const one = (action: Single, row: Actable): MenuItem => ({
    label: own[action],
    icon: icons[action],
    disabledReason: readOnly ?? idleReason(action, row),
    run: () => void single(action, row.queue_id),
  })

  const forRow = (row: Actable): MenuItem[] => {
    const domain = domainOf(firstRecipient(row))
    return [
      { label: own.open, icon: PanelRight, run: () => open(row.queue_id) },
      {
        label: own.trace,
        icon: Route,
        run: () => void navigate({ to: '/trace', search: { search: row.queue_id } }),
      },
      copyAction(own.copyId, row.queue_id),
      'separator',
      one('deliver', row),
      one(row.queue === 'hold' ? 'release' : 'hold', row),
      one('requeue', row),
      {
        label: own.delete,
        icon: icons.delete,
        danger: true,
        disabledReason: readOnly,
        run: () => remove(row),
      },
      'separator',
      {
        label: own.onlySender,
        icon: FilterIcon,
        run: () => list.setFilter('sender', row.sender || NOBODY),
      },
      {
        label: own.onlyDomain(domain),
        icon: AtSign,
        run: () => list.setFilter('domain', domain),
      },
    ]
  }

  const several = (filter: Filter, done?: () => void) =>
    bulkActions.map((action) => ({
      label: own[action],
      icon: icons[action],
      ...(action === 'delete' && { danger: true }),
      ...(readOnly !== undefined && { disabledReason: readOnly }),
      run: () => bulk(action, filter, done),
    }))

  return {
    forRow,
    forRows: (rows: readonly Item[], clear: () => void): BarAction[] =>
      several({ queue_ids: rows.map(({ queue_id }) => queue_id) }, clear),
    forFilter: (filter: Filter): MenuItem[] => several(filter),
  }
}
