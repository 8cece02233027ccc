import type { Job } from '@mc/shared/contract'
import { CircleAlert, CircleCheck, LoaderCircle, X } from 'lucide-react'
import { hideJob, jobs } from '../lib/jobs.ts'
import { useStore } from '../lib/store.ts'
import { IconButton } from '../ui/button.tsx'
import { Progress } from '../ui/progress.tsx'
import { words } from '../words/jobs.ts'
import styles from './job-tray.module.css'

const own = words.jobs
const icons = { running: LoaderCircle, done: CircleCheck, failed: CircleAlert } as const

const noteOf = ({ state, kind, result, error }: Job): string => {
  if (state === 'running') return own.goesOn
  return state === 'done' ? own.result(kind, result) : (error ?? own.failed)
}

const Card = ({ job }: { job: Job }) => {
  const { id, state, progress } = job
  const title = job.step ?? job.steps.at(-1) ?? own.work
  const Icon = icons[state]
  const running = state === 'running'
  return (
    <li className={`${styles.job} ${running ? '' : styles[state]}`}>
      <Icon aria-hidden="true" />
      <span className={styles.title}>{title}</span>
      <span className={styles.end}>
        {running && <span className={`num ${styles.percent}`}>{own.percent(progress)}</span>}
        <IconButton size="sm" icon={X} label={own.hide(title)} onClick={() => hideJob(id)} />
      </span>
      {running && (
        <span className={styles.bar}>
          <Progress label={own.progress(title)} percent={progress} />
        </span>
      )}
      <span className={styles.note}>{noteOf(job)}</span>
    </li>
  )
}

/** Long work that was begun here: how far it is, then what came of it, until it is put away. */
const JobTray = () => {
  const shown = useStore(jobs)
  const ended = shown.filter(({ state }) => state !== 'running').at(-1)
  return (
    <section aria-label={own.region}>
      <p className="sr-only" role="status">
        {ended && noteOf(ended)}
      </p>
      {shown.length > 0 && (
        <ol className={styles.tray}>
          {shown.slice(-3).map((job) => (
            <Card key={job.id} job={job} />
          ))}
        </ol>
      )}
    </section>
  )
}

export default JobTray
