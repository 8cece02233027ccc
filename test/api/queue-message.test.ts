import t from 'tap'
import { Client } from '../helpers/client.ts'
import { grey, message, queuePanel } from '../helpers/queue-panel.ts'

const recipients = [
  { address: 'b@grey.example', delay_reason: grey },
  { address: 'c@other.example' },
]

t.test('one message: envelope, headers and why, without the body', async (t) => {
  const { admin } = await queuePanel(t, [message(3, { sender: '', recipients })])
  const { status, body } = await admin.call('GET /queue/items/{queue_id}', {
    params: { queue_id: '4jXb00000003' },
  })
  t.equal(status, 200)
  t.match(body, {
    queue: 'deferred',
    sender: '',
    cause: 'greylisted',
    headers: [
      { name: 'Subject', value: 'Hello\tworld' },
      { name: 'X-No-Value', value: '' },
    ],
    recipients: [
      {
        address: 'b@grey.example',
        why: { cause: 'greylisted', title: 'Greylisted', evidence: /Greylisted/, advice: String },
      },
      { address: 'c@other.example', reason: null, why: null },
    ],
    next_retry_at: String,
  })
  t.notMatch(JSON.stringify(body), /Secret text/)
})

t.test(
  'the body is given to a fresh session, and the reading stands in the audit log',
  async (t) => {
    const { admin, accounts, app, deps } = await queuePanel(t, [message(1)])
    const params = { queue_id: '4jXb00000001' }
    const read = await admin.call('GET /queue/items/{queue_id}/body', { params })
    t.match(read, { status: 200, body: { body: 'Secret text\n', truncated: false } })
    const { id } = await accounts.make('admin')
    const stale = new Client(app, {
      cookie: await accounts.cookieOf(id, -1),
    })
    t.match(await stale.call('GET /queue/items/{queue_id}/body', { params }), {
      status: 403,
      body: { code: 'session_stale' },
    })
    const rows = await deps.db.panel
      .selectFrom('audit')
      .select(['action', 'target', 'outcome'])
      .execute()
    t.match(rows, [
      { action: 'queue.read_body', target: '4jXb00000001', outcome: 'done' },
      { action: 'queue.read_body', outcome: 'refused' },
    ])
  },
)
