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

const answers = async (query: { execute(): Promise<unknown> }): Promise<boolean> => {
  await query.execute()
  return true
}

const ask = async ({ db, agent }: Deps): Promise<boolean> => {
  const parts = await Promise.all([
    inTime(answers(db.panel.selectFrom('settings').select('name').limit(1))),
    inTime(answers(db.mail.selectFrom('mail_settings').select('id').limit(1))),
    agent.present
      ? inTime(
          agent
            .call('stack.status', {})
            .then(({ parts }) => parts.every(({ status }) => status !== 'down')),
        )
      : true,
  ])
  return parts.every(Boolean)
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
