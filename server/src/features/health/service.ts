import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'

const PATIENCE_MS = 3000
/** A flood of questions asks the parts once a second. */
const BELIEVED_MS = 1000

const inTime = (work: Promise<boolean>): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), PATIENCE_MS)
  work.then(resolve, () => resolve(false)).finally(() => clearTimeout(timer))
  return promise
}

const ask = async ({ db, agent }: Deps): Promise<boolean> => {
  const answers = await Promise.all([
    inTime(sql`select 1`.execute(db.panel).then(() => true)),
    inTime(sql`select 1`.execute(db.mail).then(() => true)),
    agent.present
      ? inTime(
          agent
            .call('stack.status', {})
            .then(({ parts }) => parts.every(({ status }) => status !== 'down')),
        )
      : true,
  ])
  return answers.every(Boolean)
}

/** Whether every part that the panel needs answers. */
export const readiness = (deps: Deps): (() => Promise<boolean>) => {
  let last: { at: number; answer: Promise<boolean> } | undefined
  return () => {
    if (!last || performance.now() - last.at > BELIEVED_MS) {
      last = { at: performance.now(), answer: ask(deps) }
    }
    return last.answer
  }
}
