import { Details } from '../../ui/card.tsx'
import { CopyValue } from '../../ui/copy.tsx'
import { CloseFoot, Dialog, DialogBody } from '../../ui/dialog.tsx'
import { words } from '../../words/tokens.ts'
import type { Made } from './create-dialog.tsx'

const own = words.tokens

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
    <CloseFoot label={own.done} />
  </Dialog>
)

export default MadeDialog
