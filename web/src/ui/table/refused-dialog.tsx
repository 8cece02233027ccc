import { words } from '../../words/app.ts'
import { Button } from '../button.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../dialog.tsx'
import type { Refused } from './bulk-switch.ts'
import styles from './refused.module.css'

/** A dialog of a thousand lines helps nobody. */
const shown = 50

const Buttons = () => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button variant="primary" onClick={close} data-focus-first="">
        {words.bulk.close}
      </Button>
    </DialogFoot>
  )
}

/** Which rows a bulk deed left as they were, and why. */
const RefusedDialog = ({
  refused: { done, rows },
  onClosed,
}: {
  refused: Refused
  onClosed: () => void
}) => (
  <Dialog
    size="lg"
    title={words.bulk.partlyTitle(rows.length, rows.length + done)}
    description={words.bulk.partlyLead(done)}
    onClosed={onClosed}
  >
    <DialogBody>
      <ul className={styles.rows}>
        {rows.slice(0, shown).map(({ id, name, error }) => (
          <li key={id}>
            <strong>{name}</strong>
            <span>{error}</span>
          </li>
        ))}
        {rows.length > shown && <li className="muted">{words.bulk.more(rows.length - shown)}</li>}
      </ul>
    </DialogBody>
    <Buttons />
  </Dialog>
)

export default RefusedDialog
