import { type ReactNode, useEffect, useState } from 'react'
import type { Form } from '../lib/use-form.ts'
import { words } from '../words/index.ts'
import { Button } from './button.tsx'
import { Dialog, DialogBody, DialogFoot, type DialogProps, useCloseDialog } from './dialog.tsx'
import { Problem } from './problem.tsx'

type AnyForm = Pick<Form<Record<string, unknown>>, 'dirty' | 'busy' | 'problem' | 'submit'>

type Props = Omit<DialogProps, 'mayClose'> & {
  form: AnyForm
  /** The deed: "Create domain". */
  submitLabel: string
  danger?: boolean
  /** Closes the dialog when set: the deed is done. */
  done?: boolean
}

/** Asks in place of the buttons whether typed text may be lost. */
const Discard = ({ onStay }: { onStay: () => void }) => {
  const close = useCloseDialog()
  return (
    <DialogFoot aside={words.form.unsaved}>
      <Button onClick={onStay} data-focus-first="">
        {words.form.keepEditing}
      </Button>
      <Button variant="danger" onClick={close}>
        {words.form.discard}
      </Button>
    </DialogFoot>
  )
}

const CloseWhen = ({ done }: { done: boolean }) => {
  const close = useCloseDialog()
  useEffect(() => {
    if (done) close()
  })
  return null
}

/** A form in a dialog: Enter submits, Escape asks when something was typed, errors land beside their fields. */
export const FormDialog = ({
  form,
  submitLabel,
  danger,
  done = false,
  children,
  ...dialog
}: Props) => {
  const [asking, setAsking] = useState(false)
  const mayClose = () => {
    if (done || !form.dirty || asking) return true
    setAsking(true)
    return false
  }
  return (
    <Dialog {...dialog} mayClose={mayClose}>
      <CloseWhen done={done} />
      <form onSubmit={form.submit} noValidate>
        <DialogBody>
          {children}
          {form.problem !== undefined && <Problem error={form.problem} />}
        </DialogBody>
        {asking ? (
          <Discard onStay={() => setAsking(false)} />
        ) : (
          <FormButtons form={form} submitLabel={submitLabel} danger={danger} />
        )}
      </form>
    </Dialog>
  )
}

const FormButtons = ({
  form,
  submitLabel,
  danger,
}: {
  form: AnyForm
  submitLabel: ReactNode
  danger: boolean | undefined
}) => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button onClick={close}>{words.dialog.cancel}</Button>
      <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={form.busy}>
        {submitLabel}
      </Button>
    </DialogFoot>
  )
}
