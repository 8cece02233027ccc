import { useState } from 'react'
import { useUrl } from '../../lib/url.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/trace.ts'

const own = words.period

/** What `<input type="datetime-local">` holds, in the viewer's zone. */
const toLocal = (iso: string | undefined) => {
  const date = new Date(iso ?? '')
  if (Number.isNaN(date.getTime())) return ''
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}
const toIso = (local: string) => (local ? new Date(local).toISOString() : undefined)

/** A period by its two ends. */
const PeriodDialog = ({ onClosed }: { onClosed: () => void }) => {
  const { search, update } = useUrl()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { from: toLocal(search.from), to: toLocal(search.to) },
    validate: {
      to: (to, { from }) => (from && to && to <= from ? own.order : undefined),
    },
    submit: async ({ from, to }) => {
      await update({ from: toIso(from), to: toIso(to), period: undefined, page: undefined }, true)
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.title}
      description={own.lead}
      form={{ ...form, dirty: false }}
      submitLabel={own.apply}
      done={done}
      onClosed={onClosed}
    >
      <TextField type="datetime-local" label={own.from} focusFirst {...form.field('from')} />
      <TextField type="datetime-local" label={own.to} {...form.field('to')} />
    </FormDialog>
  )
}

export default PeriodDialog
