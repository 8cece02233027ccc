import { useEffect, useState } from 'react'
import { api } from '../lib/api.ts'
import { isApiError } from '../lib/api-error.ts'
import { returnTo } from '../lib/return-to.ts'
import { useForm } from '../lib/use-form.ts'
import { Button } from '../ui/button.tsx'
import { PasswordField } from '../ui/password-field.tsx'
import { Problem } from '../ui/problem.tsx'
import { TextField } from '../ui/text-field.tsx'
import { words } from '../words/index.ts'
import styles from './entry.module.css'
import { Frame } from './frame.tsx'

const own = words.login

/** Counts down while the server wants no further attempt. */
const useWait = () => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    if (seconds <= 0) return
    const timer = setTimeout(() => setSeconds(seconds - 1), 1000)
    return () => clearTimeout(timer)
  }, [seconds])
  return { seconds, wait: setSeconds }
}

/** Whether the first administrator is still to be made; unknown counts as no. */
const useNeedsSetup = () => {
  const [needed, setNeeded] = useState(false)
  useEffect(() => {
    api('GET /auth/setup').then(
      (reply) => setNeeded(reply.needs_setup),
      () => setNeeded(false),
    )
  }, [])
  return needed
}

export const LoginPage = () => {
  const needsSetup = useNeedsSetup()
  const { seconds, wait } = useWait()
  const form = useForm({
    initial: { username: '', password: '' },
    validate: {
      username: (value) => (value ? undefined : own.usernameMissing),
      password: (value) => (value ? undefined : own.passwordMissing),
    },
    submit: async (body) => {
      try {
        await api('POST /auth/login', { body })
        location.assign(returnTo(location.search, location.origin))
      } catch (error) {
        if (isApiError(error) && error.status === 429) wait(error.retryAfter ?? 0)
        throw error
      }
    },
  })
  const back = new URLSearchParams(location.search).has('next')
  return (
    <Frame title={own.title} lead={back ? own.signedOut : location.hostname}>
      <form className={styles.card} onSubmit={form.submit} noValidate>
        <TextField
          label={own.username}
          autoComplete="username"
          focusFirst
          {...form.field('username')}
        />
        <PasswordField label={own.password} {...form.field('password')} />
        {form.problem !== undefined && <Problem error={form.problem} />}
        <Button
          type="submit"
          variant="primary"
          wide
          busy={form.busy}
          disabledReason={seconds > 0 ? own.wait(seconds) : undefined}
        >
          {seconds > 0 ? own.wait(seconds) : own.submit}
        </Button>
      </form>
      <p className={styles.note}>
        {needsSetup ? (
          <>
            {own.setupFirst} <a href="/setup">{own.setupLink}</a>
          </>
        ) : (
          <>
            {own.lost} <code>{own.command}</code>
          </>
        )}
      </p>
    </Frame>
  )
}
