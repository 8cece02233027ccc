import { Eye, EyeOff, WandSparkles } from 'lucide-react'
import { useState } from 'react'
import { generatePassword, passwordProblem, passwordStrength } from '../lib/password.ts'
import { words } from '../words/index.ts'
import { IconButton } from './button.tsx'
import { CopyButton } from './copy.tsx'
import type { FieldProps } from './field.tsx'
import styles from './password-field.module.css'
import { type Bound, TextField } from './text-field.tsx'

type Props = FieldProps &
  Bound<string> & {
    /** A password that is being made: shows its strength and offers to generate one. */
    making?: boolean
    /** The user's own name, which is no password. */
    ownName?: string
    focusFirst?: boolean
  }

const StrengthBar = ({ value, ownName }: { value: string; ownName: string }) => {
  const level = passwordStrength(value, ownName)
  const word = value
    ? (passwordProblem(value, ownName) ?? words.password.strength[level])
    : words.password.rule
  return (
    <span className={styles.strength}>
      <span className={styles.bars} data-level={level} aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span aria-live="polite">{word}</span>
    </span>
  )
}

/** A password with show/hide; when one is being made also with strength, generator and copy. */
export const PasswordField = ({ making = false, ownName = '', help, ...field }: Props) => {
  const [shown, setShown] = useState(false)
  const generate = () => {
    field.onChange(generatePassword())
    setShown(true)
  }
  return (
    <TextField
      {...field}
      type={shown ? 'text' : 'password'}
      mono={shown}
      autoComplete={making ? 'new-password' : 'current-password'}
      help={making ? <StrengthBar value={field.value} ownName={ownName} /> : help}
      suffix={
        <span className={styles.tools}>
          {making && shown && field.value && (
            <CopyButton size="sm" value={field.value} what={words.password.label} />
          )}
          {making && (
            <IconButton
              size="sm"
              icon={WandSparkles}
              label={words.password.generate}
              onClick={generate}
            />
          )}
          <IconButton
            size="sm"
            icon={shown ? EyeOff : Eye}
            label={shown ? words.password.hide : words.password.show}
            aria-pressed={shown}
            onClick={() => setShown(!shown)}
          />
        </span>
      }
    />
  )
}
