import type { Alias } from '@mc/shared/contract'
import { useState } from 'react'
import { useForm } from '../../lib/use-form.ts'
import { Switch } from '../../ui/choice.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/aliases.ts'
import { destinationProblem, sourceProblem } from './address.ts'
import { useChangeAlias } from './queries.ts'

const own = words.aliases

interface Props {
  alias: Alias
  /** Tells the changed alias and whether nobody answers at its destination. */
  onClosed: (unknown: Alias | undefined) => void
}

const EditDialog = ({ alias, onClosed }: Props) => {
  const change = useChangeAlias()
  const [done, setDone] = useState(false)
  const [unknown, setUnknown] = useState<Alias>()
  const { source, destination, active, domain_name } = alias
  const form = useForm({
    initial: { source, destination, active },
    validate: {
      source: (value) => sourceProblem(value, domain_name),
      destination: destinationProblem,
    },
    codeFields: {
      address_is_mailbox: 'source',
      alias_loop: 'destination',
      alias_exists: 'destination',
      alias_too_wide: 'destination',
    },
    submit: async (values) => {
      const row = await change({ id: alias.id, ...values })
      if (row.warnings?.length) setUnknown(row)
      else toast.done(own.changed(row.source))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.editTitle}
      form={form}
      submitLabel={words.form.saveChanges}
      done={done}
      onClosed={() => onClosed(unknown)}
    >
      <TextField
        {...form.field('source')}
        label={own.columnSource}
        help={own.editSourceHelp(domain_name)}
      />
      <TextField
        {...form.field('destination')}
        label={own.columnDestination}
        help={own.destinationHelp}
        focusFirst
      />
      <Switch
        checked={form.values.active}
        onChange={(on) => form.set('active', on)}
        label={own.active}
        help={own.activeHelp}
      />
    </FormDialog>
  )
}

export default EditDialog
