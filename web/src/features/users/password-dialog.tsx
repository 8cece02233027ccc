import type { User } from '@mc/shared/contract'
import { useState } from 'react'
import { passwordProblem } from '../../lib/password.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import { useChangeUser } from './queries.ts'

const own = words.users

const PasswordDialog = ({ user, onClosed }: { user: User; onClosed: () => void }) => {
  const change = useChangeUser()
  const [done, setDone] = useState(false)
  const [ownName = ''] = user.email.split('@')
  const form = useForm({
    initial: { password: '' },
    validate: { password: (value) => passwordProblem(value, ownName) },
    submit: async ({ password }) => {
      await change({ id: user.id, password })
      toast.done(own.passwordChanged(user.email))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.changePassword}
      description={own.changePasswordLead(user.email)}
      form={form}
      submitLabel={own.changePassword}
      done={done}
      onClosed={onClosed}
    >
      <PasswordField {...form.field('password')} label={own.newPassword} making ownName={ownName} />
    </FormDialog>
  )
}

export default PasswordDialog
