import { setTimeout as delay } from 'node:timers/promises'
import type { AgentDeps } from '../deps.ts'
import { mapPath } from './postfix-maps.ts'

/** Milliseconds between two questions to the look-up tables. */
const PAUSE = 5000

/** Asks for a domain through the same file that Postfix uses; "not found" is a good answer, complaints are not. */
const lookupsWork = async ({ layout, run, databaseUrl }: AgentDeps): Promise<boolean> => {
  const { config } = layout.stack.postfix
  const type = databaseUrl === undefined ? 'sqlite' : 'mysql'
  const map = `${type}:${mapPath(config, 'domains')}`
  const answer = await run('postmap', ['-c', config, '-q', 'localhost', map], { timeout: 10_000 })
  return answer.code !== null && answer.stderr === ''
}

/**
 * While the look-up tables cannot be read, mail is deferred. Postfix then remembers for a minute that a database is
 * down, and tries a message again only after as long as it has waited already. So when the tables are back, its
 * processes are renewed and the queue is tried at once.
 */
export const watchLookups = async (deps: AgentDeps): Promise<never> => {
  let worked = true
  for (;;) {
    await delay(PAUSE)
    const works = await lookupsWork(deps)
    if (works && !worked) await resume(deps)
    if (!works && worked) deps.log.warn('the look-up tables cannot be read; mail is deferred')
    worked = works
  }
}

const resume = async ({ layout, manager, run, log }: AgentDeps): Promise<void> => {
  log.info('the look-up tables can be read again; the queue is tried now')
  try {
    await manager.signal('postfix', 'HUP')
    await run('postqueue', ['-c', layout.stack.postfix.config, '-f'])
  } catch (err) {
    log.error({ err }, 'the queue could not be tried; Postfix tries it by itself later')
  }
}
