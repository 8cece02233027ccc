import type { ReplyOf } from '@mc/shared/contract'
import t from 'tap'
import { ids, message, queuePanel } from '../helpers/queue-panel.ts'
import { until } from '../helpers/until.ts'

t.test('a preview freezes its set; the job does exactly that and counts it', async (t) => {
  const many = Array.from({ length: 2500 }, (_, n) => message(n))
  const { admin, queue } = await queuePanel(t, many)
  const body = { action: 'delete', filter: { recipient_domain: 'dead.example' } } as const
  const seen = await admin.call('POST /queue/bulk', { body })
  t.equal(seen.status, 200)
  t.match(seen.body, { count: 2500, preview_id: String, expires_at: String })
  const preview = seen.body as ReplyOf<'POST /queue/bulk'> & {
    preview_id: string
    sample: unknown[]
  }
  t.equal(preview.sample.length, 20)
  // Meanwhile mail arrives that matches too, and some of the set is delivered.
  queue.at.messages.push(message(9001), message(9002))
  queue.at.messages.splice(0, 3)
  const started = await admin.call('POST /queue/bulk', { body: { preview_id: preview.preview_id } })
  t.equal(started.status, 202)
  const job = started.body as { id: number }
  t.equal(started.headers.location, `/api/jobs/${job.id}`)
  const ended = await until('the job is done', 60_000, async () => {
    const { body } = await admin.call('GET /jobs/{id}', { params: { id: job.id } })
    return body.state === 'running' ? undefined : body
  })
  t.match(ended, {
    kind: 'queue.bulk',
    state: 'done',
    result: { selected: 2500, done: 2497, unchanged: 0, gone: 3, not_tried: 0 },
  })
  t.same(
    queue.of('queue.delete').map((input) => (input as { ids: string[] }).ids.length),
    [1000, 1000, 500],
  )
  t.same(ids((await admin.call('GET /queue/items')).body).sort(), ['4jXb00009001', '4jXb00009002'])
  const again = await admin.call('POST /queue/bulk', { body: { preview_id: preview.preview_id } })
  t.match(again, { status: 404, body: { code: 'queue_preview_gone' } }, 'a preview is used once')
})

t.test('a preview is its maker’s, and an incomplete body does nothing', async (t) => {
  const { admin, as, queue } = await queuePanel(t, [message(1)])
  const seen = await admin.call('POST /queue/bulk', {
    body: { action: 'delete', filter: { search: 'alice' } },
  })
  const { preview_id } = seen.body as { preview_id: string }
  const editor = await as('editor', ['queue'])
  t.equal((await editor.call('POST /queue/bulk', { body: { preview_id } })).status, 404)
  const bodies = [
    {},
    { action: 'delete' },
    { filter: { search: 'a' } },
    { action: 'delete', filter: {} },
    { action: 'delete', filter: { search: 'a' }, preview_id },
    { action: 'clear', filter: { search: 'a' } },
    { action: 'delete', filter: { searhc: 'a' } },
    { preview_id: '' },
    { preview_id: null },
  ]
  for (const body of bodies) {
    const answer = await admin.send({
      method: 'POST',
      url: '/api/queue/bulk',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify(body),
    })
    t.equal(answer.statusCode, 400, JSON.stringify(body))
  }
  t.equal(queue.of('queue.delete').length, 0)
})
