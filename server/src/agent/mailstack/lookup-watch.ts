import { setTimeout as delay } from 'node:timers/promises'
import { gidOf, uidOf } from '../accounts.ts'
import type { AgentDeps } from '../deps.ts'
import { ensureLookupFile } from '../state.ts'
import { known } from './folders.ts'
import { mapPath } from './postfix-maps.ts'

/** Milliseconds between two questions to the look-up tables. */
const PAUSE = 5000
/**
 * Questions after the return at which the queue is tried once more: a process that Postfix had given up (throttled for
 * a minute) puts off again what the first try finds.
 */
const TRIED_AGAIN = new Set([2, 6, 13, 18])

/**
 * Asks through a file as Postfix has them, and as the user that Postfix asks with. Root would also take SQLite's side
 * files along when it closes the file.
 * @returns a number that falls when the database was started anew; undefined while it cannot be asked
 */
const askAlive = async ({ layout, run, databaseUrl }: AgentDeps): Promise<number | undefined> => {
  const { postfix, users } = layout.stack
  const type = databaseUrl === undefined ? 'sqlite' : 'mysql'
  const map = `${type}:${mapPath(postfix.config, 'alive')}`
  const answer = await run('postmap', ['-c', postfix.config, '-q', 'alive', map], {
    timeout: 10_000,
    uid: known(uidOf(layout, users.postfix), `user ${users.postfix}`),
    gid: known(gidOf(layout, users.postfix), `group ${users.postfix}`),
  })
  return answer.code === 0 ? Number(answer.stdout) : undefined
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
 * While the look-up tables cannot be read, mail is deferred. Postfix finds out with each of its processes by itself
 * that its connection is gone, makes a pause of a minute then, and tries a message again only after as long as it has
 * waited already. So when the tables are back, or the database was started anew between two questions, the processes
 * that read them are renewed and the queue is tried at once.
 */
export const watchLookups = async (deps: AgentDeps): Promise<never> => {
  let last: number | undefined = 0
  let sinceReturn = Number.POSITIVE_INFINITY
  for (;;) {
    await delay(PAUSE)
    const now = await askAlive(deps)
    if (now === undefined) repair(deps)
    if (now === undefined && last !== undefined) {
      deps.log.warn('the look-up tables cannot be read; mail is deferred')
    }
    sinceReturn += 1
    if (now !== undefined && (last === undefined || now < last)) {
      deps.log.info('the look-up tables can be read again; the queue is tried now')
      sinceReturn = 0
      await resume(deps)
    } else if (now !== undefined && TRIED_AGAIN.has(sinceReturn)) {
      await tryQueue(deps)
    }
    last = now
  }
}

const tryQueue = async ({ layout, run, log }: AgentDeps): Promise<void> => {
  await run('postqueue', ['-c', layout.stack.postfix.config, '-f']).catch((err: unknown) =>
    log.error({ err }, 'the queue could not be tried; Postfix tries it by itself later'),
  )
}

const resume = async (deps: AgentDeps): Promise<void> => {
  try {
    await deps.manager.signal('dovecot', 'HUP')
    await deps.manager.signal('postfix', 'HUP')
  } catch (err) {
    deps.log.error({ err }, 'Postfix and Dovecot could not be renewed; they find out by themselves')
  }
  await tryQueue(deps)
}
