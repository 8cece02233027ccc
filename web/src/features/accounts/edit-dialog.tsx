import type { Account, Permission } from '@mc/shared/contract'
import { useState } from 'react'
import { passwordProblem } from '../../lib/password.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/accounts.ts'
import { emailProblem } from './check.ts'
import { useUpdateAccount } from './queries.ts'
import { Rights } from './rights.tsx'

const own = words.accounts

interface Props {
  account: Account
  /** The own role stays as it is, and the own password is changed in the account menu. */
  self: boolean
  onClosed: () => void
}

const EditDialog = ({ account, self, onClosed }: Props) => {
  const update = useUpdateAccount()
  const [done, setDone] = useState(false)
  const given: readonly Permission[] = account.permissions
  const form = useForm({
    initial: { email: account.email, role: account.role, permissions: given, password: '' },
    validate: {
      email: emailProblem,
      password: (value) => (value ? passwordProblem(value, account.username) : undefined),
    },
    codeFields: { last_admin: 'role', own_role: 'role' },
    submit: async ({ email, role, permissions, password }) => {
      const rights = { role, permissions: role === 'editor' ? [...permissions] : [] }
      await update({
        id: account.id,
        email,
        ...(!self && rights),
        ...(password && { password }),
      })
      toast.done(own.saved(account.username))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.editTitle(account.username)}
      description={self ? own.yourself : own.editLead}
      form={form}
      submitLabel={own.save}
      done={done}
      onClosed={onClosed}
    >
      <TextField label={own.email} type="email" focusFirst {...form.field('email')} />
      {!self && (
        <>
          <Rights role={form.field('role')} permissions={form.field('permissions')} />
          <PasswordField
            label={own.newPassword}
            help={own.newPasswordHelp}
            making={form.values.password !== ''}
            ownName={account.username}
            optional
            {...form.field('password')}
          />
        </>
      )}
    </FormDialog>
  )
}

export default EditDialog
