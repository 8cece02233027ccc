import type { Job } from '@mc/shared/contract'
import { api } from './api.ts'
import { isApiError } from './api-error.ts'
import { connection } from './connection.ts'
import { onEvent, onOpened } from './events.ts'
import { createStore } from './store.ts'

/** Work that was begun in this browser, oldest first; what has ended stays until it is put away or the page is left. */
export const jobs = createStore<readonly Job[]>([])

const shelf = 'mc-jobs'
/** Asked for this often while events do not get through (milliseconds). */
const pollEvery = 2000

/** What still ran when the page was left is found again, also when it has ended since: nobody has read what came of it. */
const keep = (list: readonly Job[]) => {
  jobs.set(list)
  const running = list.filter(({ state }) => state === 'running')
  localStorage.setItem(shelf, JSON.stringify(running.map(({ id }) => id)))
}

/** An answer that was under way when the event of the end came tells of the past: what has ended has ended. */
const put = (job: Job) =>
  keep(jobs.get().map((known) => (known.id === job.id && known.state === 'running' ? job : known)))

/** Puts a job away; what it does goes on. */
export const hideJob = (id: number) => keep(jobs.get().filter((job) => job.id !== id))

const ask = async (id: number) => {
  try {
    put(await api('GET /jobs/{id}', { params: { id } }))
  } catch (error) {
    // Forgotten after a month, or another account's; anything else is asked again later.
    if (isApiError(error, 'job_not_found')) hideJob(id)
  }
}

/** Shows a job until it is put away; while it runs, also after a reload. */
export const followJob = (job: Job) => {
  keep([...jobs.get().filter(({ id }) => id !== job.id), job])
  // It may have ended before anybody listened for it.
  if (job.state === 'running') void ask(job.id)
}

const askRunning = () => {
  for (const { id, state } of jobs.get()) if (state === 'running') void ask(id)
}

const remembered = (): readonly number[] => {
  try {
    const ids: unknown = JSON.parse(localStorage.getItem(shelf) ?? '[]')
    return Array.isArray(ids) ? ids.filter(Number.isSafeInteger) : []
  } catch {
    return []
  }
}

/** Finds again what was under way before a reload. */
const recall = async () => {
  for (const id of remembered()) {
    const job = await api('GET /jobs/{id}', { params: { id } }).catch(() => undefined)
    if (job) followJob(job)
  }
}

/** Keeps the shown jobs true: by events, after a gap by asking, while events do not get through by the clock. */
export const startJobs = () => {
  void recall()
  onEvent('job', put)
  onOpened(askRunning)
  setInterval(() => connection.get() === 'polling' && askRunning(), pollEvery)
}
