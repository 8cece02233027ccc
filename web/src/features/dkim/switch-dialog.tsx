import type { DkimKey } from '@mc/shared/contract'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dkim.ts'
import { useSwitchTo } from './queries.ts'

const own = words.dkim

/** Switches to a key whose record was not seen: says what follows first. */
const SwitchDialog = ({ row, onClosed }: { row: DkimKey; onClosed: () => void }) => {
  const switchTo = useSwitchTo()
  return (
    <ConfirmDialog
      title={own.switchTitle}
      description={own.switchLead(row.dns_name)}
      losses={own.switchLosses}
      deed={own.switchDeed}
      run={async () => {
        await switchTo({ id: row.id, force: true })
        toast.done(own.switched(row.dns_name))
      }}
      onClosed={onClosed}
    >
      <p className="muted">{own.switchDmarc}</p>
    </ConfirmDialog>
  )
}

export default SwitchDialog
