import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../lib/api.ts'
import { meQuery } from '../lib/session.ts'
import { useForm } from '../lib/use-form.ts'
import { FormDialog } from '../ui/form-dialog.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { words } from '../words/app.ts'

/** Asks for the password in place; the interrupted call goes on with the answer. */
const ReauthDialog = ({ answer }: { answer: (entered: boolean) => void }) => {
  const client = useQueryClient()
  const [entered, setEntered] = useState(false)
  const form = useForm({
    initial: { password: '' },
    validate: { password: (value) => (value ? undefined : words.login.passwordMissing) },
    submit: async ({ password }) => {
      client.setQueryData(meQuery.queryKey, await api('POST /auth/reauth', { body: { password } }))
      setEntered(true)
    },
  })
  return (
    <FormDialog
      title={words.reauth.title}
      description={words.reauth.lead}
      form={{ ...form, dirty: false }}
      submitLabel={words.reauth.submit}
      done={entered}
      onClosed={() => answer(entered)}
    >
      <PasswordField label={words.login.password} focusFirst {...form.field('password')} />
    </FormDialog>
  )
}

export default ReauthDialog
