import { useState } from 'react'
import { useUrl } from '../../lib/url.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/queue.ts'

const own = words.queue

/** Filters that are typed. */
const FilterDialog = ({ onClosed }: { onClosed: () => void }) => {
  const { search, update } = useUrl()
  const [done, setDone] = useState(false)
  const { sender = '', domain = '', reason = '' } = search
  const form = useForm({
    initial: { sender, domain, reason },
    submit: async (values) => {
      const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()] as const)
      await update({ ...Object.fromEntries(trimmed), page: undefined }, true)
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.filterTitle}
      description={own.filterLead}
      form={{ ...form, dirty: false }}
      submitLabel={own.filterApply}
      done={done}
      onClosed={onClosed}
    >
      <TextField
        label={own.filterSender}
        help={own.filterSenderHelp}
        maxLength={254}
        focusFirst
        {...form.field('sender')}
      />
      <TextField label={own.filterDomain} maxLength={253} {...form.field('domain')} />
      <TextField
        label={own.filterReason}
        help={own.filterReasonHelp}
        maxLength={254}
        {...form.field('reason')}
      />
    </FormDialog>
  )
}

export default FilterDialog
