import { CircleAlert } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import { words } from '../words/index.ts'
import styles from './field.module.css'

export interface FieldProps {
  label: string
  /** One sentence under the control: what it is for, what form it has. */
  help?: ReactNode
  /** A sentence that says what is right; takes the place of the help. */
  error?: string | undefined
  optional?: boolean | undefined
  /** The label is only heard: for filters, whose value says enough. */
  hideLabel?: boolean | undefined
}

/** What a control needs so that its label, help and error belong to it. */
export interface ControlProps {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** Label above, control, help or error under it. */
export const Field = ({
  label,
  help,
  error,
  optional,
  hideLabel,
  children,
}: FieldProps & { children: (control: ControlProps) => ReactNode }) => {
  const id = useId()
  const noteId = `${id}-note`
  return (
    <div className={styles.field}>
      <div className={hideLabel ? 'sr-only' : styles.label}>
        <label htmlFor={id}>{label}</label>
        {optional && <span className={styles.optional}>{words.form.optional}</span>}
      </div>
      {children({
        id,
        'aria-describedby': error || help ? noteId : undefined,
        'aria-invalid': error ? true : undefined,
      })}
      {error ? (
        <p className={styles.error} id={noteId} role="alert">
          <CircleAlert />
          {error}
        </p>
      ) : (
        help && (
          <div className={styles.note} id={noteId}>
            {help}
          </div>
        )
      )}
    </div>
  )
}

/** Controls that belong together, named as a group. */
export const Fieldset = ({ label, children }: { label: string; children: ReactNode }) => (
  <fieldset className={styles.fieldset}>
    <legend className={styles.label}>{label}</legend>
    {children}
  </fieldset>
)
