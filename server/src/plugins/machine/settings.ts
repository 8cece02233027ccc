import { isDeepStrictEqual } from 'node:util'
import type { MailSettings } from '@mc/shared/ops'
import type { FastifyBaseLogger } from 'fastify'
import type { Databases } from '../../db/index.ts'
import { readSettings, type SettingValues } from '../../db/settings.ts'
import type { Agent } from '../../deps.ts'
import { oneAtATime } from './one-at-a-time.ts'

/** Whether the mail stack runs with the settings as they are stored. */
export type Applied = 'applied' | 'pending' | 'no_mail_stack'

/** What the agent renders of the settings. */
export const mailSettingsOf = (values: SettingValues): MailSettings => ({
  hostname: values.hostname,
  postmaster_address: values.postmaster_address,
  public_addresses: [...values.public_addresses],
  message_size_limit: values.message_size_limit_bytes,
  certificate: { source: 'self-signed' },
})

const ATTEMPTS = 5

/** Hands the settings to the agent as desired state; pending until that succeeded. */
export const settingsKeeper = ({
  db,
  agent,
  log,
}: {
  readonly db: Databases
  readonly agent: Agent
  readonly log: FastifyBaseLogger
}) => {
  // Counted, because settings may change while others are being handed over.
  let wanted = 1
  let given = 0
  const noteGiven = (now: number): void => {
    given = Math.max(given, now)
  }
  const stored = async () => mailSettingsOf((await readSettings(db.panel)).values)
  /** Somebody may hand over others and store them meanwhile; they are the last word then. */
  const give = async (): Promise<void> => {
    let settings = await stored()
    for (let tries = 0; tries < ATTEMPTS; tries += 1) {
      await agent.call('stack.apply', settings)
      const now = await stored()
      if (isDeepStrictEqual(now, settings)) return
      settings = now
    }
  }
  const push = oneAtATime(async () => {
    const now = wanted
    try {
      await give()
      noteGiven(now)
    } catch (error) {
      log.warn({ err: error }, 'The mail stack does not run with the settings yet; tried again')
    }
  })
  return {
    state: (): Applied => {
      if (!agent.present) return 'no_mail_stack'
      return given < wanted ? 'pending' : 'applied'
    },
    /** @throws AppError when a daemon refuses or the agent does not answer; the stack is as it was then */
    apply: async (values: SettingValues): Promise<void> => {
      if (!agent.present) return
      const now = wanted
      await agent.call('stack.apply', mailSettingsOf(values))
      noteGiven(now)
    },
    catchUp: async (): Promise<void> => {
      if (agent.present && given < wanted) await push.run()
    },
    /** What is stored has changed and need not be refused any more. */
    changed: async (): Promise<void> => {
      wanted += 1
      if (agent.present) await push.run()
    },
    settled: push.settled,
  }
}
