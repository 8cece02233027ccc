import type { EventName } from '@mc/shared/contract'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'
import { invalid } from '../../http/app-error.ts'
import { serve } from '../../http/serve.ts'
import { type EventHub, eventNames } from '../../plugins/events.ts'

/** Single log lines are many: only who asks for them gets them. */
const unasked: ReadonlySet<string> = new Set(['mail_log'])

const topicsOf = (text: string | undefined): readonly EventName[] => {
  if (text === undefined) return eventNames.filter((name) => !unasked.has(name))
  const asked = text.split(',')
  const unknown = asked.find((name) => !eventNames.some((known) => known === name))
  if (unknown !== undefined) {
    throw invalid('topics', `${unknown} is no kind of event; there are ${eventNames.join(', ')}.`)
  }
  return eventNames.filter((name) => asked.includes(name))
}

export const events = (app: FastifyInstance, deps: Deps & { readonly hub: EventHub }): void => {
  const { hub, sessions } = deps
  serve(app, 'GET /events', ({ query, caller, request, reply }) => {
    const { actor } = caller
    if (!actor) throw new Error('An endpoint for callers was reached without one')
    const identify = async () =>
      actor.kind === 'token' ? sessions.token(request) : sessions.session(request)
    const stream = hub.open(identify, actor, topicsOf(query.topics))
    reply
      .type('text/event-stream; charset=utf-8')
      .header('cache-control', 'no-store')
      // nginx would gather events until its buffer is full.
      .header('x-accel-buffering', 'no')
    return stream
  })
}
