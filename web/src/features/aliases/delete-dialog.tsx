import type { Alias } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/aliases.ts'
import { isCatchAll } from './address.ts'
import { fanOutQuery, useBulkAliases, useCreateAlias, useDeleteAlias } from './queries.ts'

const own = words.aliases

interface Props {
  aliases: readonly Alias[]
  /** Called when they are gone, before the dialog closes. */
  done: () => void
  onClosed: () => void
}

/** What follows for the senders when this row goes: other destinations stay, or nobody is left. */
const Consequence = ({ alias: { id, source, domain_name } }: { alias: Alias }) => {
  const { data } = useQuery(fanOutQuery(source, domain_name))
  const others = data?.filter((row) => row.id !== id && row.active).length
  if (others === undefined) return null
  return (
    <p className="muted">
      {others > 0
        ? own.deleteOthers(others)
        : isCatchAll(source)
          ? own.deleteLastCatchAll(domain_name)
          : own.deleteLast(source)}
    </p>
  )
}

/** Deletes one alias or several. One can be brought back from the message that says so. */
const DeleteDialog = ({ aliases, done, onClosed }: Props) => {
  const remove = useDeleteAlias()
  const bulk = useBulkAliases()
  const create = useCreateAlias()
  const [alias] = aliases
  const one = aliases.length === 1 && alias !== undefined
  const undo = ({ source, destination, domain_id, active }: Alias) =>
    void create({ source, destination, domain_id, active }).catch(toast.fail)
  const run = async () => {
    if (one) {
      await remove(alias.id)
      toast.done(own.deleted(alias.source), { undo: () => undo(alias) })
    } else {
      const reply = await bulk({ action: 'delete', ids: aliases.map(({ id }) => id) })
      toast.done(words.aliasBulk.deleted(reply.done))
    }
    done()
  }
  return (
    <ConfirmDialog
      title={one ? own.deleteTitle(alias.source) : words.aliasBulk.deleteTitle(aliases.length)}
      description={
        one ? own.deleteOne(alias.source, alias.destination) : words.aliasBulk.deleteLead
      }
      losses={one ? [] : [words.counts.aliases(aliases.length)]}
      deed={one ? own.deleteDeed : words.aliasBulk.deleteDeed(aliases.length)}
      {...(one ? {} : { typeName: words.aliasBulk.deleteWord(aliases.length) })}
      run={run}
      onClosed={onClosed}
    >
      {one && <Consequence alias={alias} />}
    </ConfirmDialog>
  )
}

export default DeleteDialog
