import type { Resource } from '@mc/shared/contract'
import { words } from '../words/index.ts'
import { connection } from './connection.ts'
import { onEvent } from './events.ts'
import { useWriteReason } from './session.ts'
import { createStore, useStore } from './store.ts'

/** Whether the server's agent is known not to answer. */
const away = createStore(false)

/**
 * Hears whether the agent answers.
 * @param onBack called when it answers again: what could not be read while it was away can be now
 */
export const startAgent = (onBack: () => void) => {
  onEvent('agent', ({ available }) => {
    const back = available && away.get()
    away.set(!available)
    if (back) onBack()
  })
  // Nothing is heard then: a deed is tried, and its answer says what is the matter.
  connection.subscribe(() => connection.get() === 'polling' && away.set(false))
}

/** Why what only the agent can do is not to be had now, undefined when it is. */
export const useAgentReason = (): string | undefined =>
  useStore(away) ? words.errors.agentAway : undefined

/** `useWriteReason` for what the agent has to do. */
export const useDeedReason = (resource: Resource): string | undefined => {
  const readOnly = useWriteReason(resource)
  const unreachable = useAgentReason()
  return readOnly ?? unreachable
}
