import { AgentRefused, AgentUnavailable, createAgentClient } from '../agent/client.ts'
import type { Config } from '../config/config.ts'
import type { Agent } from '../deps.ts'
import { AppError } from '../http/app-error.ts'

const unavailable = (cause?: unknown): AppError =>
  new AppError(
    'agent_unavailable',
    'The part of Mission Control that looks after the mail services does not answer. Mail goes on as it was; nothing was changed.',
    { retryAfter: 5, cause },
  )

const refined = (error: unknown): unknown => {
  if (error instanceof AgentUnavailable) return unavailable(error)
  // The agent's sentences are written for people: what happened, what is untouched, what to do.
  if (error instanceof AgentRefused) {
    return new AppError('apply_failed', error.message, {
      details: { reason: error.code },
      cause: error,
    })
  }
  return error
}

/** The agent, with its failures as the API tells them. */
export const agentOf = ({ mail, layout }: Config): Agent => {
  if (mail === 'none') return { present: false, call: () => Promise.reject(unavailable()) }
  const client = createAgentClient(layout)
  return {
    present: true,
    call: (op, input) =>
      client.call(op, input).catch((error: unknown) => {
        throw refined(error)
      }),
  }
}
