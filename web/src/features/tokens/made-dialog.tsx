import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyValue } from '../../ui/copy.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../../ui/dialog.tsx'
import { words } from '../../words/tokens.ts'
import type { Made } from './create-dialog.tsx'

const own = words.tokens

const Done = () => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button variant="primary" onClick={close} data-focus-first="">
        {own.done}
      </Button>
    </DialogFoot>
  )
}

/** The new token, shown this once. */
const MadeDialog = ({ made, onClosed }: { made: Made; onClosed: () => void }) => (
  <Dialog title={own.madeTitle(made.name)} description={own.madeLead} onClosed={onClosed}>
    <DialogBody>
      <Details
        items={[
          [own.columnName, made.name],
          [own.token, <CopyValue key="token" value={made.token} what={own.token} />],
        ]}
      />
      <p>{own.madeUse}</p>
      <CopyValue value={`Authorization: Bearer ${made.token}`} what={own.header} />
    </DialogBody>
    <Done />
  </Dialog>
)

export default MadeDialog
