import { cx } from '../lib/cx.ts'
import styles from './kbd.module.css'

/** Keys to press, one box each: `Ctrl K`. A hint beside a control is hidden where there is no keyboard. */
export const Kbd = ({ keys, hint = false }: { keys: string; hint?: boolean }) => (
  <span className={cx(styles.keys, hint && styles.hint)}>
    {keys.split(' ').map((key) => (
      <kbd key={key}>{key}</kbd>
    ))}
  </span>
)
