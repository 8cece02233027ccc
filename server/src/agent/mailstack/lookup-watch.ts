import { setTimeout as delay } from 'node:timers/promises'
import { gidOf, uidOf } from '../accounts.ts'
import type { AgentDeps } from '../deps.ts'
import { ensureLookupFile } from '../state.ts'
import { mapPath } from './postfix-maps.ts'

/** Milliseconds between two questions to the look-up tables. */
const PAUSE = 5000

/**
 * Asks for a domain through the same file that Postfix uses, and as the user that Postfix asks with: "not found" is a
 * good answer, complaints are not. Root would also take SQLite's side files along when it closes the file.
 */
const lookupsWork = async ({ layout, run, databaseUrl }: AgentDeps): Promise<boolean> => {
  const { config } = layout.stack.postfix
  const { postfix } = layout.stack.users
  const [uid = 0, gid = 0] = [uidOf(layout, postfix), gidOf(layout, postfix)]
  const type = databaseUrl === undefined ? 'sqlite' : 'mysql'
  const map = `${type}:${mapPath(config, 'domains')}`
  const answer = await run('postmap', ['-c', config, '-q', 'localhost', map], {
    timeout: 10_000,
    uid,
    gid,
  })
  return answer.code !== null && answer.stderr === ''
}

/**
 * A root shell that was the last to close the file has taken its side files along, and then nobody who may only read
 * can open it. Making them again is safe at any time: while the panel has the file open they stand.
 */
const repair = ({ layout, databaseUrl, log }: AgentDeps): void => {
  if (databaseUrl !== undefined) return
  try {
    ensureLookupFile(layout)
  } catch (err) {
    log.error({ err }, 'the look-up file could not be repaired')
  }
}

/**
 * While the look-up tables cannot be read, mail is deferred. Postfix then remembers for a minute that a database is
 * down, and tries a message again only after as long as it has waited already. So when the tables are back, the
 * processes that read them are renewed and the queue is tried at once.
 */
export const watchLookups = async (deps: AgentDeps): Promise<never> => {
  let worked = true
  for (;;) {
    await delay(PAUSE)
    const works = await lookupsWork(deps)
    if (works && !worked) await resume(deps)
    if (!works && worked) deps.log.warn('the look-up tables cannot be read; mail is deferred')
    if (!works) repair(deps)
    worked = works
  }
}

const resume = async ({ layout, manager, run, log }: AgentDeps): Promise<void> => {
  log.info('the look-up tables can be read again; the queue is tried now')
  try {
    await manager.signal('dovecot', 'HUP')
    await manager.signal('postfix', 'HUP')
    await run('postqueue', ['-c', layout.stack.postfix.config, '-f'])
  } catch (err) {
    log.error({ err }, 'the queue could not be tried; Postfix tries it by itself later')
  }
}
