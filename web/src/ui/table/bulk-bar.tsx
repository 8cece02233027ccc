import { X } from 'lucide-react'
import { words } from '../../words/index.ts'
import { Button, IconButton } from '../button.tsx'
import styles from './bulk-bar.module.css'
import type { BulkAction } from './types.ts'

/** What can be done with the selected rows. */
export const BulkBar = ({
  chosen,
  actions,
  onClear,
}: {
  chosen: number
  actions: readonly BulkAction[]
  onClear: () => void
}) => (
  <div className={styles.bulk} role="toolbar" aria-label={words.table.selection}>
    <span className={styles.chosen} aria-live="polite">
      {words.table.selected(chosen)}
    </span>
    {actions.map(({ label, icon, danger, disabledReason, run }) => (
      <span key={label} className={danger ? styles.dangerous : undefined}>
        <Button size="sm" variant="ghost" icon={icon} disabledReason={disabledReason} onClick={run}>
          <span className={styles.bulkWord}>{label}</span>
        </Button>
      </span>
    ))}
    <IconButton size="sm" icon={X} label={words.table.clearSelection} onClick={onClear} />
  </div>
)
