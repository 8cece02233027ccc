import type { Permission, Role } from '@mc/shared/contract'
import { useState } from 'react'
import { passwordProblem } from '../../lib/password.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/accounts.ts'
import { emailProblem, nameProblem } from './check.ts'
import { useCreateAccount } from './queries.ts'
import { Rights } from './rights.tsx'

const own = words.accounts
const initial: {
  username: string
  email: string
  password: string
  role: Role
  permissions: readonly Permission[]
} = { username: '', email: '', password: '', role: 'editor', permissions: [] }

const CreateDialog = ({ onClosed }: { onClosed: () => void }) => {
  const create = useCreateAccount()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial,
    validate: {
      username: nameProblem,
      email: emailProblem,
      password: (value, { username }) => passwordProblem(value, username),
    },
    codeFields: { account_exists: 'username' },
    submit: async ({ permissions, ...body }) => {
      await create({ ...body, permissions: body.role === 'editor' ? [...permissions] : [] })
      toast.done(own.created(body.username))
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
      <TextField label={own.name} help={own.nameHelp} focusFirst {...form.field('username')} />
      <TextField label={own.email} type="email" {...form.field('email')} />
      <PasswordField
        label={own.password}
        making
        ownName={form.values.username}
        {...form.field('password')}
      />
      <Rights role={form.field('role')} permissions={form.field('permissions')} />
    </FormDialog>
  )
}

export default CreateDialog
