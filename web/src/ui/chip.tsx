import { X } from 'lucide-react'
import styles from './chip.module.css'

/** A filter that is set; a click takes it away. */
export const Chip = ({
  label,
  removeLabel,
  onRemove,
}: {
  label: string
  /** Its name for screen readers: what the click does. */
  removeLabel: string
  onRemove: () => void
}) => (
  <button type="button" className={styles.chip} aria-label={removeLabel} onClick={onRemove}>
    <span>{label}</span>
    <X aria-hidden="true" />
  </button>
)
