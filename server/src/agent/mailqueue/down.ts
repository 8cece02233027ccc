import type { AgentDeps } from '../deps.ts'
import { isUp } from '../managers/manager.ts'
import { OpFailure } from '../op-failure.ts'

/** Postfix could not tell or did not take it: never to be read as "there is nothing". */
export const postfixDown = (what: string, stderr: string, cause?: unknown): OpFailure => {
  const said = stderr
    .trim()
    .split('\n')
    .at(-1)
    ?.replace(/^\S+: (fatal|error|warning|panic): /, '')
  const quoted = said ? ` It says: ${said}` : ''
  return new OpFailure('mail_stack_unavailable', `Postfix ${what}.${quoted}`, cause)
}

/** What only a running Postfix does is refused while it is stopped, before it is asked. */
export const needRunning = async ({ layout, manager }: AgentDeps): Promise<void> => {
  const program = layout.services.find(({ name }) => name === 'postfix')?.program
  const found = (await manager.list()).find(({ name }) => name === program)
  if (found && isUp(found)) return
  throw new OpFailure(
    'mail_stack_unavailable',
    'Postfix does not run, so no message was tried and all of them stay where they are. Start postfix, and it tries those whose time has come.',
  )
}
