import { AppError } from '@mc/server/http/app-error.ts'
import type { ReplyOf } from '@mc/shared/contract'
import t, { type Test } from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { deferredMail, scriptedQueue } from '../helpers/scripted-queue.ts'
import { until } from '../helpers/until.ts'

/** A bulk deletion of 2,500 messages, of which the second thousand meets this error. */
const endOf = async (t: Test, error: AppError) => {
  const scripted = scriptedAgent()
  const queue = scriptedQueue(scripted, deferredMail(2500))
  let batches = 0
  const { as } = await buildTestApp(t, {
    change: (given) => {
      const deps = scripted.change(given)
      const call: typeof deps.agent.call = async (op, input, caller) => {
        if (op === 'queue.delete') batches += 1
        if (batches === 2) throw error
        return deps.agent.call(op, input, caller)
      }
      return { ...deps, agent: { ...deps.agent, call } }
    },
  })
  const admin = await as('admin')
  const seen = await admin.call('POST /queue/bulk', {
    body: { action: 'delete', filter: { queue: 'deferred' } },
  })
  const { preview_id } = seen.body as Extract<ReplyOf<'POST /queue/bulk'>, { preview_id: string }>
  const { body } = await admin.call('POST /queue/bulk', { body: { preview_id } })
  const params = { id: (body as { id: number }).id }
  const ended = await until('the job ended', 60_000, async () => {
    const { body } = await admin.call('GET /jobs/{id}', { params })
    return body.state === 'running' ? undefined : body
  })
  return { ended, left: queue.counts().total }
}

t.test('a bulk action that ends early says how far it came', async (t) => {
  const { ended, left } = await endOf(t, new AppError('agent_unavailable', 'Nothing was changed.'))
  t.match(ended, {
    state: 'failed',
    result: { selected: 2500, done: 1000, gone: 0, unsure: 0, not_tried: 1500 },
    error: /does not answer\. Until then it was done for 1000 of 2500; 1500 were not tried\.$/,
  })
  t.notMatch(ended.error, /nothing was changed/i)
  t.equal(left, 1500)
})

t.test('what was asked for without an answer is not called undone', async (t) => {
  const details = { outcome: 'unknown' }
  const { ended } = await endOf(
    t,
    new AppError('agent_unavailable', 'It fell silent.', { details }),
  )
  t.match(ended, {
    state: 'failed',
    result: { selected: 2500, done: 1000, unsure: 1000, not_tried: 500 },
    error: /for 1000 no answer came, so look at the queue; 500 were not tried\.$/,
  })
})

t.test('a deed that nobody knows the end of is not called failed', async (t) => {
  const scripted = scriptedAgent()
  scriptedQueue(scripted, deferredMail(3))
  const { as } = await buildTestApp(t, {
    change: (given) => {
      const deps = scripted.change(given)
      const call: typeof deps.agent.call = async (op, input, caller) => {
        if (op !== 'queue.clear') return deps.agent.call(op, input, caller)
        const details = { outcome: 'unknown' }
        throw new AppError('agent_unavailable', 'It fell silent.', { details, retryAfter: 5 })
      }
      return { ...deps, agent: { ...deps.agent, call } }
    },
  })
  const admin = await as('admin')
  const cleared = await admin.call('POST /queue', { body: { action: 'clear' } })
  t.match(cleared, { status: 503, body: { code: 'agent_unavailable', outcome: 'unknown' } })
  const { body } = await admin.call('GET /logs', { query: { action: 'queue.clear' } })
  t.match(body.data, [{ outcome: 'unknown' }])
})
