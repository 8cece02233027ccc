import type { Token } from '@mc/shared/contract'
import { useState } from 'react'
import { useForm } from '../../lib/use-form.ts'
import { SelectField } from '../../ui/choice.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/tokens.ts'
import { nameProblem } from './create-dialog.tsx'
import { type Expiry, expiries, expiryDate } from './expiry.ts'
import { useUpdateToken } from './queries.ts'
import { ScopeFields } from './scope-fields.tsx'
import { type Chosen, fromScopes, scopesProblem, toScopes } from './scopes.ts'

const own = words.tokens
const choices = ['keep', ...expiries] as const

const startOf = (token: Token): { name: string; expires_at: Expiry; scopes: Chosen } => ({
  name: token.name,
  expires_at: 'keep',
  scopes: fromScopes(token.scopes),
})

const EditDialog = ({ token, onClosed }: { token: Token; onClosed: () => void }) => {
  const update = useUpdateToken()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: startOf(token),
    validate: { name: nameProblem, scopes: scopesProblem },
    submit: async ({ name, scopes, expires_at }) => {
      await update({
        id: token.id,
        name,
        // Rights that this page does not show stay as they are.
        scopes: { ...token.scopes, ...toScopes(scopes) },
        ...(expires_at !== 'keep' && { expires_at: expiryDate(expires_at, Date.now()) }),
      })
      toast.done(own.saved(name))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.editTitle(token.name)}
      form={form}
      submitLabel={own.save}
      done={done}
      onClosed={onClosed}
    >
      <TextField label={own.name} focusFirst {...form.field('name')} />
      <SelectField
        {...form.field('expires_at')}
        label={own.expires}
        options={choices.map((value) => ({ value, label: own.expiryWords[value] }))}
      />
      <ScopeFields {...form.field('scopes')} />
    </FormDialog>
  )
}

export default EditDialog
