import { useState } from 'react'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/domains.ts'
import { useCreateDomain } from './queries.ts'

const own = words.domains
/** A coarse look; the server knows the rules of names and says what is wrong. */
const looksLikeDomain = (name: string) => /^[^\s.@]+(\.[^\s.@]+)+$/u.test(name)

const CreateDialog = ({ onClosed }: { onClosed: () => void }) => {
  const create = useCreateDomain()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { name: '' },
    validate: { name: (name) => (looksLikeDomain(name) ? undefined : own.nameWrong) },
    codeFields: { domain_exists: 'name' },
    submit: async (body) => {
      const row = await create(body)
      toast.done(own.created(row.name_unicode))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.create}
      description={own.createLead}
      form={form}
      submitLabel={own.create}
      done={done}
      onClosed={onClosed}
    >
      <TextField
        label={own.name}
        help={own.nameHelp}
        placeholder="example.com"
        focusFirst
        {...form.field('name')}
      />
    </FormDialog>
  )
}

export default CreateDialog
