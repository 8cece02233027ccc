import type { FastifyBaseLogger } from 'fastify'
import type { DkimRow } from '../../db/dkim.ts'
import type { Databases } from '../../db/index.ts'
import type { SettingValues } from '../../db/settings.ts'
import type { Agent } from '../../deps.ts'
import { can } from '../../lib/can.ts'
import type { LookTxt } from '../../lib/look-txt.ts'
import type { Events } from '../events.ts'
import { dkimWatcher } from './dkim.ts'
import { domainKeeper } from './domains.ts'
import { sessionEnder } from './sessions.ts'
import { type Applied, settingsKeeper } from './settings.ts'
import { trashMover } from './trash.ts'

/**
 * What follows on the machine after rows changed: signing keys, ended sessions, mail moved to the trash. The rows
 * decide; an agent that is down is caught up with later, so none of this ever fails a change of rows.
 */
export interface Machine {
  /** Keys and records for the domains as they are now. Resolves when done, or when the agent cannot be asked. */
  domainsChanged(): Promise<void>
  readonly dkim: {
    /** Makes the signing tables as the rows are now. @throws AppError when the agent does not; tried again later */
    apply(): Promise<void>
    /** Asks the DNS for the records of these keys and notes what it says. */
    check(rows: readonly DkimRow[]): Promise<void>
    /** Ends grace periods that are over and checks the records that are due. */
    sweep(): Promise<void>
  }
  /** Ends the sessions of these logins; tried again until the agent answers. */
  endSessions(addresses: readonly string[]): void
  /** Moves the mail of all deleted mailboxes to the trash and erases what is due. */
  sweepTrash(): Promise<void>
  readonly settings: {
    /** Whether the mail stack runs with the settings as they are stored. */
    state(): Applied
    /** Makes it run with these. @throws AppError when it does not; it is as it was then */
    apply(values: SettingValues): Promise<void>
    /** Makes it run with those stored, now or as soon as the agent answers. */
    changed(): Promise<void>
  }
  /** Finishes what an earlier process left, then looks again every minute. */
  start(): void
  /** Waits for what is under way. */
  stop(): Promise<void>
}

const SWEEP_MS = 60_000

export const createMachine = (parts: {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
  readonly events: Events
  readonly lookTxt: LookTxt
}): Machine => {
  const onKeys = (): void =>
    parts.events.publish('changed', { resource: 'dkim' }, (actor) => can(actor, 'dkim', 'read'))
  const onMoved = (): void =>
    parts.events.publish('changed', { resource: 'users' }, (actor) => can(actor, 'users', 'read'))
  const domains = domainKeeper({ ...parts, onKeys })
  const dkim = dkimWatcher({ ...parts, onKeys, apply: domains.apply })
  const sessions = sessionEnder(parts)
  const trash = trashMover({ ...parts, onMoved })
  const settings = settingsKeeper(parts)
  let timer: NodeJS.Timeout | undefined
  let running: Promise<unknown> = Promise.resolve()

  const sweep = () => {
    running = Promise.all([
      settings.catchUp(),
      domains.catchUp().then(dkim.sweep),
      sessions.drain(),
      trash.sweep(),
    ])
    return running
  }
  return {
    domainsChanged: domains.changed,
    dkim: { apply: domains.apply, check: dkim.check, sweep: dkim.sweep },
    endSessions: sessions.end,
    sweepTrash: trash.sweep,
    settings,
    start: () => {
      void sweep()
      timer = setInterval(sweep, SWEEP_MS)
      timer.unref()
    },
    stop: async () => {
      clearInterval(timer)
      dkim.stop()
      await running
      await Promise.all([settings, domains, dkim, sessions, trash].map((part) => part.settled()))
    },
  }
}
