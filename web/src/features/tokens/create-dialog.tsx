import { useState } from 'react'
import { useForm } from '../../lib/use-form.ts'
import { SelectField } from '../../ui/choice.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/tokens.ts'
import { type Expiry, expiries, expiryDate } from './expiry.ts'
import { useCreateToken } from './queries.ts'
import { ScopeFields } from './scope-fields.tsx'
import { type Chosen, nothing, scopesProblem, toScopes } from './scopes.ts'

const own = words.tokens

/** A new token with its secret, which only this page still knows. */
export interface Made {
  name: string
  token: string
}

const initial: { name: string; scopes: Chosen; expires_at: Exclude<Expiry, 'keep'> } = {
  name: '',
  scopes: nothing,
  expires_at: '90',
}

export const nameProblem = (name: string): string | undefined =>
  name.length >= 1 && name.length <= 100 ? undefined : own.nameWrong

const CreateDialog = ({ onClosed }: { onClosed: (made: Made | undefined) => void }) => {
  const create = useCreateToken()
  const [made, setMade] = useState<Made>()
  const form = useForm({
    initial,
    validate: { name: nameProblem, scopes: scopesProblem },
    submit: async ({ name, scopes, expires_at }) => {
      const { token } = await create({
        name,
        scopes: toScopes(scopes),
        expires_at: expiryDate(expires_at, Date.now()),
      })
      setMade({ name, token })
    },
  })
  return (
    <FormDialog
      title={own.create}
      description={own.createLead}
      form={form}
      submitLabel={own.create}
      done={made !== undefined}
      onClosed={() => onClosed(made)}
    >
      <TextField label={own.name} help={own.nameHelp} focusFirst {...form.field('name')} />
      <SelectField
        {...form.field('expires_at')}
        label={own.expires}
        options={expiries.map((value) => ({ value, label: own.expiryWords[value] }))}
      />
      <ScopeFields {...form.field('scopes')} />
    </FormDialog>
  )
}

export default CreateDialog
