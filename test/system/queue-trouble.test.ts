import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { queueBed } from '../helpers/queue-bed.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const bed = await startMailBed(t)
const { call, panel } = bed
const { idsOf, counts, act, clearAll, queued, stateOf } = queueBed(bed)

/** Bodies that look as if they meant one message; none of them may touch any. */
const malformed: readonly [form: string, body: string][] = [
  ['an empty queueId', '{"action":"clear","queueId":""}'],
  ['a number', '{"action":"clear","queueId":123456}'],
  ['null', '{"action":"clear","queueId":null}'],
  ['true', '{"action":"clear","queueId":true}'],
  ['a list', '{"action":"clear","queueId":["4jXb00000001"]}'],
  ['an empty list', '{"action":"clear","queueId":[]}'],
  ['an object', '{"action":"clear","queueId":{}}'],
  ['ALL', '{"action":"clear","queueId":"ALL"}'],
  ['all', '{"action":"clear","queueId":"all"}'],
  ['a dash, which means standard input', '{"action":"clear","queueId":"-"}'],
  ['one that is too short', '{"action":"clear","queueId":"ABCDE"}'],
  ['one that is too long', `{"action":"clear","queueId":"${'A'.repeat(33)}"}`],
  ['spaces', '{"action":"clear","queueId":"      "}'],
  ['a space behind', '{"action":"clear","queueId":"4jXb00000001 "}'],
  ['a line break behind', '{"action":"clear","queueId":"4jXb00000001\\n"}'],
  ['two lines', '{"action":"clear","queueId":"4jXb00000001\\nALL"}'],
  ['an option', '{"action":"clear","queueId":"-d ALL"}'],
  ['a wildcard', '{"action":"clear","queueId":"*******"}'],
  ['a path', '{"action":"clear","queueId":"../deferred"}'],
  ['letters that only look right', '{"action":"clear","queueId":"АВСDEF12"}'],
  ['queueid', '{"action":"clear","queueid":"4jXb00000001"}'],
  ['queue_id', '{"action":"clear","queue_id":"4jXb00000001"}'],
  ['an extra member', '{"action":"clear","queueId":"4jXb00000001","all":true}'],
  ['another extra member', '{"action":"clear","queue":"deferred"}'],
  ['flush with a queueId', '{"action":"flush","queueId":"4jXb00000001"}'],
  ['hold of nothing', '{"action":"hold"}'],
  ['CLEAR', '{"action":"CLEAR"}'],
  ['delete', '{"action":"delete"}'],
  ['no action', '{"queueId":"4jXb00000001"}'],
  ['an action in a list', '{"action":["clear"]}'],
  ['a list around it', '[{"action":"clear"}]'],
  ['a text', '"clear"'],
  ['null alone', 'null'],
  ['an empty object', '{}'],
  ['nothing', ''],
  ['half an object', '{"action":"clear"'],
]

t.test('what is malformed deletes nothing', async (t) => {
  const mail = await queued('john@defer.test', 3)
  const [held = ''] = mail
  await act('hold', held)
  for (const [form, body] of malformed) {
    await t.test(form, async (t) => {
      const { status } = await call('POST /queue', { raw: body })
      t.equal(status, 400)
      t.same(await idsOf(), mail, 'every message is still there')
      t.equal(await stateOf(held), 'hold')
    })
  }
  await clearAll()
})

t.test('unreadable files are counted and disturb nothing', async (t) => {
  const [id] = await queued('john@defer.test', 1)
  const spool = join(panel.stateDir, 'sandbox/spool')
  writeFileSync(join(spool, 'corrupt/4jXb0CORRUPT1'), 'no queue file')
  writeFileSync(join(spool, 'hold/4jXb0GARBAGE1'), 'no queue file either', { mode: 0o700 })
  t.match(await counts(), { corrupt: 1 })
  t.ok((await idsOf()).includes(id ?? ''), 'what can be read is listed')
  await clearAll()
  t.notOk(readdirSync(join(spool, 'hold')).includes('4jXb0GARBAGE1'))
})

t.test(
  'with Postfix stopped the list is the true one, and what needs Postfix says so',
  async (t) => {
    const [id = ''] = await queued('john@defer.test', 1)
    await panel.supervisor.stop('postfix')
    t.same(await idsOf(), [id], 'never an empty queue')
    t.match(await counts(), { deferred: 1, total: 1 })
    const down = { status: 503, body: { code: 'mail_stack_unavailable', error: /does not run/ } }
    t.match(await call('POST /queue', { body: { action: 'flush' } }), down)
    t.match(await act('deliver', id), down)
    t.match(await act('hold', id), { status: 200, body: { done: 1 } }, 'the queue can be tended')
    t.match(await act('requeue', id), { status: 200, body: { done: 1 } })
    t.match(await act('deliver', id), down, 'what waits to be picked up is not being delivered')
    await panel.supervisor.start('postfix')
    await until('it delivers again', 60_000, async () => {
      const { status } = await call('POST /queue', { body: { action: 'flush' } })
      return status === 200
    })
    await clearAll()
  },
)

t.test('with the agent away the queue is unknown, not empty', async (t) => {
  const [id = ''] = await queued('john@defer.test', 1)
  await panel.supervisor.stop('agent')
  const away = { status: 503, body: { code: 'agent_unavailable' } }
  t.match(await call('GET /queue'), away)
  t.match(await call('GET /queue/items'), away)
  t.match(await clearAll(), away)
  await panel.supervisor.start('agent')
  await until(
    'it is picked up again',
    60_000,
    async () => (await call('GET /queue')).status === 200,
  )
  t.same(await idsOf(), [id])
  await clearAll()
})
