import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { words } from '../../words/services.ts'
import type { ServiceName } from './deeds.tsx'

const own = words.services

/** The panel hangs on this service: what follows is said in the server's words, and its name is asked for. */
const CutsOffDialog = ({
  name,
  consequence,
  run,
  onClosed,
}: {
  name: ServiceName
  consequence: string
  run: () => Promise<unknown>
  onClosed: () => void
}) => (
  <ConfirmDialog
    title={own.cutsTitle(own.names[name])}
    description={consequence}
    typeName={name}
    deed={own.cutsDeed(own.names[name])}
    run={run}
    onClosed={onClosed}
  />
)

export default CutsOffDialog
