import { CloseFoot, Dialog, DialogBody } from '../../ui/dialog.tsx'
import { Notice } from '../../ui/notice.tsx'
import { words } from '../../words/aliases.ts'

const own = words.aliases

interface Props {
  source: string
  destinations: readonly string[]
  onClosed: () => void
}

/** The alias stands, but mail to these destinations is refused until somebody is there. */
const UnknownDialog = ({ source, destinations, onClosed }: Props) => (
  <Dialog title={own.unknownTitle(source)} onClosed={onClosed}>
    <DialogBody>
      <Notice tone="warn">
        <p>{own.unknownText(destinations.length)}</p>
        <ul>
          {destinations.map((destination) => (
            <li key={destination} className="mono">
              {destination}
            </li>
          ))}
        </ul>
      </Notice>
    </DialogBody>
    <CloseFoot label={own.done} />
  </Dialog>
)

export default UnknownDialog
