import { words } from '../../words/app.ts'
import { CloseFoot, Dialog, DialogBody } from '../dialog.tsx'
import type { Refused } from './bulk-switch.ts'
import styles from './refused.module.css'

/** A dialog of a thousand lines helps nobody. */
const shown = 50

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
    <CloseFoot label={words.bulk.close} />
  </Dialog>
)

export default RefusedDialog
