import { type OpName, ops } from '@mc/shared/ops'
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

/** It had heard what to do before it fell silent. */
const unknownOutcome = (cause: unknown): AppError =>
  new AppError(
    'agent_unavailable',
    'The part of Mission Control that looks after the mail services stopped answering before it said what it had done: all of it may have been done, some, or nothing. Look before you try again. Mail goes on as it was.',
    { details: { outcome: 'unknown' }, retryAfter: 5, cause },
  )

const refined = (error: unknown, op: OpName): unknown => {
  if (error instanceof AgentUnavailable) {
    const { effect } = ops[op]
    const acts = effect === 'change' || effect === 'destroy'
    return error.heard && acts ? unknownOutcome(error) : unavailable(error)
  }
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

async function* withRefined<T>(parts: AsyncIterable<T>, op: OpName): AsyncGenerator<T> {
  try {
    yield* parts
  } catch (error) {
    throw refined(error, op)
  }
}

/** The agent, with its failures as the API tells them. */
export const agentOf = ({ mail, layout }: Pick<Config, 'mail' | 'layout'>): Agent => {
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
        throw refined(error, op)
      }),
    stream: (op, input, caller) => withRefined(client.stream(op, input, actorOf(caller)), op),
    pieces: (op, input, caller) => withRefined(client.pieces(op, input, actorOf(caller)), op),
  }
}
