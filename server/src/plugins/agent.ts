import { AgentRefused, AgentUnavailable, createAgentClient } from '../agent/client.ts'
import type { Config } from '../config/config.ts'
import type { Agent } from '../deps.ts'
import { AppError } from '../http/app-error.ts'
import type { Caller } from '../http/caller.ts'
import { actorName } from './audit.ts'

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
    if (error.code === 'mail_stack_unavailable') {
      return new AppError(error.code, error.message, { retryAfter: 5, cause: error })
    }
    if (error.code === 'budget_exhausted') {
      return new AppError('busy', error.message, { retryAfter: 600, cause: error })
    }
    return new AppError('apply_failed', error.message, {
      details: { reason: error.code },
      cause: error,
    })
  }
  return error
}

const actorOf = (caller: Caller | undefined): string | undefined =>
  caller && (actorName(caller.actor) ?? undefined)

async function* withRefined<T>(parts: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* parts
  } catch (error) {
    throw refined(error)
  }
}

/** The agent, with its failures as the API tells them. */
export const agentOf = ({ mail, layout }: Config): Agent => {
  if (mail === 'none') {
    const refuse = () => {
      throw unavailable()
    }
    return {
      present: false,
      call: () => Promise.reject(unavailable()),
      stream: refuse,
      pieces: refuse,
    }
  }
  const client = createAgentClient(layout)
  return {
    present: true,
    call: (op, input, caller) =>
      client.call(op, input, actorOf(caller)).catch((error: unknown) => {
        throw refined(error)
      }),
    stream: (op, input, caller) => withRefined(client.stream(op, input, actorOf(caller))),
    pieces: (op, input, caller) => withRefined(client.pieces(op, input, actorOf(caller))),
  }
}
