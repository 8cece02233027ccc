import { type ReactNode, useState } from 'react'
import { useForm } from '../lib/use-form.ts'
import { words } from '../words/index.ts'
import styles from './dialog.module.css'
import { FormDialog } from './form-dialog.tsx'
import { TextField } from './text-field.tsx'

export interface ConfirmProps {
  title: string
  description?: ReactNode
  /** What goes with it, in words with numbers: `['3 mailboxes', '1.2 GB of mail']`. */
  losses?: readonly string[]
  /** Must be typed for what can't be undone. */
  typeName?: string
  /** The button says it: "Delete domain". */
  deed: string
  run: () => Promise<unknown>
  onClosed: () => void
  children?: ReactNode
}

/** Asks before something is lost: says what in numbers, and for the name where there is no way back. */
export const ConfirmDialog = (props: ConfirmProps) => {
  const { title, description, losses = [], typeName, deed, run, onClosed, children } = props
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { name: '' },
    validate: {
      name: (value) =>
        typeName !== undefined && value.trim() !== typeName
          ? words.confirm.typeExactly(typeName)
          : undefined,
    },
    submit: async () => {
      await run()
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={title}
      description={description}
      form={{ ...form, dirty: false }}
      submitLabel={deed}
      danger
      done={done}
      onClosed={onClosed}
    >
      {losses.length > 0 && (
        <div className={styles.loss}>
          {words.confirm.lost}
          <ul>
            {losses.map((loss) => (
              <li key={loss}>
                <strong className="num">{loss}</strong>
              </li>
            ))}
          </ul>
        </div>
      )}
      {children}
      {typeName !== undefined && (
        <TextField
          label={words.confirm.typeName(typeName)}
          mono
          focusFirst
          {...form.field('name')}
        />
      )}
    </FormDialog>
  )
}
