import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyValue } from '../../ui/copy.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../../ui/dialog.tsx'
import { words } from '../../words/users.ts'
import type { Created } from './create-dialog.tsx'

const own = words.users

export type Next = 'another' | 'connect'

const Buttons = ({ onNext }: { onNext: (next: Next) => void }) => {
  const close = useCloseDialog()
  const go = (next: Next) => () => {
    onNext(next)
    close()
  }
  return (
    <DialogFoot>
      <Button onClick={go('another')}>{own.createAnother}</Button>
      <Button onClick={go('connect')}>{own.connect}</Button>
      <Button variant="primary" onClick={close} data-focus-first="">
        {own.done}
      </Button>
    </DialogFoot>
  )
}

interface Props {
  created: Created
  /** What the person wants next; told when the dialog has gone. */
  onClosed: (next: Next | undefined) => void
}

/** The new mailbox with its password, shown this once so that it can be handed over. */
const CreatedDialog = ({ created: { user, password }, onClosed }: Props) => {
  let next: Next | undefined
  return (
    <Dialog
      title={own.createdTitle(user.email)}
      description={own.createdLead}
      onClosed={() => onClosed(next)}
    >
      <DialogBody>
        <Details
          items={[
            [own.createdAddress, <CopyValue key="email" value={user.email} what={own.address} />],
            [
              own.createdPassword,
              <CopyValue key="password" value={password} what={words.password.label} />,
            ],
          ]}
        />
      </DialogBody>
      <Buttons
        onNext={(chosen) => {
          next = chosen
        }}
      />
    </Dialog>
  )
}

export default CreatedDialog
