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
  let pending = true
  const push = oneAtATime(async () => {
    try {
      const { values } = await readSettings(db.panel)
      await agent.call('stack.apply', mailSettingsOf(values))
      pending = false
    } catch (error) {
      log.warn({ err: error }, 'The mail stack does not run with the settings yet; tried again')
    }
  })
  return {
    state: (): Applied => {
      if (!agent.present) return 'no_mail_stack'
      return pending ? 'pending' : 'applied'
    },
    /** @throws AppError when a daemon refuses or the agent does not answer; the stack is as it was then */
    apply: async (values: SettingValues): Promise<void> => {
      if (!agent.present) return
      await agent.call('stack.apply', mailSettingsOf(values))
      pending = false
    },
    catchUp: async (): Promise<void> => {
      if (agent.present && pending) await push.run()
    },
    /** What is stored has changed and need not be refused any more. */
    changed: async (): Promise<void> => {
      pending = true
      if (agent.present) await push.run()
    },
    settled: push.settled,
  }
}
