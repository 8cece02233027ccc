import { TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../../ui/dialog.tsx'
import { words } from '../../words/aliases.ts'
import styles from './aliases.module.css'

const own = words.aliases

const Close = () => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <Button variant="primary" onClick={close} data-focus-first="">
        {own.done}
      </Button>
    </DialogFoot>
  )
}

interface Props {
  source: string
  destinations: readonly string[]
  onClosed: () => void
}

/** The alias stands, but mail to these destinations is refused until somebody is there. */
const UnknownDialog = ({ source, destinations, onClosed }: Props) => (
  <Dialog title={own.unknownTitle(source)} onClosed={onClosed}>
    <DialogBody>
      <div className={styles.warning}>
        <TriangleAlert aria-hidden="true" />
        <div>
          <p>{own.unknownText(destinations.length)}</p>
          <ul>
            {destinations.map((destination) => (
              <li key={destination} className="mono">
                {destination}
              </li>
            ))}
          </ul>
        </div>
      </div>
    </DialogBody>
    <Close />
  </Dialog>
)

export default UnknownDialog
