import styles from './progress.module.css'

/** How far work has come, in per cent. The platform's own element: heard as a progress bar. */
export const Progress = ({ label, percent }: { label: string; percent: number }) => (
  <progress className={styles.progress} aria-label={label} max={100} value={percent} />
)
