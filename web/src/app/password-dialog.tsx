import { useState } from 'react'
import { api } from '../lib/api.ts'
import { passwordProblem } from '../lib/password.ts'
import { useUser } from '../lib/session.ts'
import { useForm } from '../lib/use-form.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { toast } from '../ui/toast.tsx'
import { words } from '../words/app.ts'

/** Changes the own password. */
const PasswordDialog = ({ onClosed }: { onClosed: () => void }) => {
  const user = useUser()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { current_password: '', new_password: '' },
    validate: {
      current_password: (value) => (value ? undefined : words.login.passwordMissing),
      new_password: (value) => passwordProblem(value, user.username),
    },
    submit: async (body) => {
      await api('PATCH /auth/me', { body })
      toast.done(words.changePassword.done)
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={words.changePassword.title}
      description={words.changePassword.lead}
      form={form}
      submitLabel={words.changePassword.submit}
      done={done}
      onClosed={onClosed}
    >
      <PasswordField
        label={words.changePassword.current}
        focusFirst
        {...form.field('current_password')}
      />
      <PasswordField
        label={words.changePassword.next}
        making
        ownName={user.username}
        {...form.field('new_password')}
      />
    </FormDialog>
  )
}

export default PasswordDialog
