import { USERNAME } from '@mc/shared/rules'
import { useEffect, useState } from 'react'
import { api } from '../lib/api.ts'
import { isApiError } from '../lib/api-error.ts'
import { passwordProblem } from '../lib/password.ts'
import { useForm } from '../lib/use-form.ts'
import { Button, buttonClass } from '../ui/button.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/index.ts'
import styles from './entry.module.css'
import { Frame } from './frame.tsx'

const own = words.setup
const usernamePattern = new RegExp(USERNAME.pattern)

/** The token of the set-up link. Taken out of the address at once, so that it stays in no history. */
const takeToken = () => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  if (location.hash) history.replaceState(null, '', location.pathname)
  return token
}
const linkToken = takeToken()

const usernameFits = (value: string) =>
  value.length >= USERNAME.min && value.length <= USERNAME.max && usernamePattern.test(value)

const useSetupForm = (onDone: () => void) =>
  useForm({
    initial: { setup_token: linkToken, username: '', email: '', password: '' },
    validate: {
      setup_token: (value) => (value ? undefined : own.tokenMissing),
      username: (value) => (usernameFits(value) ? undefined : own.usernameHelp),
      email: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? undefined : own.emailWrong),
      password: (value, all) => passwordProblem(value, all.username),
    },
    submit: async (body) => {
      try {
        await api('POST /auth/setup', { body })
        location.assign('/')
      } catch (error) {
        if (isApiError(error, 'setup_done')) onDone()
        else throw error
      }
    },
  })

const AlreadyDone = () => (
  <Frame title={own.doneTitle} lead={own.done}>
    <a className={buttonClass({ variant: 'primary', wide: true })} href="/login">
      {own.toLogin}
    </a>
  </Frame>
)

export const SetupPage = () => {
  const [isDone, setDone] = useState(false)
  const form = useSetupForm(() => setDone(true))
  useEffect(() => {
    api('GET /auth/setup').then(
      (reply) => setDone(!reply.needs_setup),
      () => undefined,
    )
  }, [])
  if (isDone) return <AlreadyDone />
  const wrongToken = isApiError(form.problem, 'setup_token_wrong')
  return (
    <Frame title={own.title} lead={own.lead} wide>
      <form className={styles.card} onSubmit={form.submit} noValidate>
        {(!linkToken || wrongToken) && (
          <TextField label={own.token} help={own.tokenHelp} mono {...form.field('setup_token')} />
        )}
        <TextField
          label={own.username}
          help={own.usernameHelp}
          autoComplete="username"
          {...form.field('username')}
        />
        <TextField
          label={own.email}
          help={own.emailHelp}
          type="email"
          autoComplete="email"
          {...form.field('email')}
        />
        <PasswordField
          label={own.password}
          making
          ownName={form.values.username}
          {...form.field('password')}
        />
        {form.problem !== undefined && <Problem error={form.problem} />}
        <Button type="submit" variant="primary" wide busy={form.busy}>
          {own.submit}
        </Button>
      </form>
    </Frame>
  )
}
