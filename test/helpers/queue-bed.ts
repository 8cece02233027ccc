import type { ReplyOf } from '@mc/shared/contract'
import type { MailBed } from './mail-bed.ts'
import { Smtp } from './smtp.ts'
import { until } from './until.ts'

/** Mail as this machine itself sends it: defer.test always waits, dead.test refuses connections. */
const submit = async ({ panel }: MailBed, from: string, to: string): Promise<void> => {
  const { reinjectPort: port } = panel.layout.stack.postfix
  const client = await Smtp.open({ port, from: '127.0.0.1' })
  const lines = ['EHLO here.example', `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`]
  for (const line of lines) {
    const { code, text } = await client.command(line)
    if (code >= 400) throw new Error(`${line}: ${text}`)
  }
  const { code, text } = await client.data(`Subject: To ${to}\n folded\n\nBody for ${to}\n`)
  if (code !== 250) throw new Error(text)
  await client.quit()
}

type Query = Readonly<Record<string, string | number>>

/** The real queue of a bed, seen and handled through the API as its administrator does. */
export const queueBed = (bed: MailBed) => {
  const { call } = bed
  const items = async (query: Query = {}): Promise<ReplyOf<'GET /queue/items'>> => {
    const { status, body } = await call('GET /queue/items', { query: { pageSize: 100, ...query } })
    if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`)
    return body
  }
  const idsOf = async (query: Query = {}): Promise<string[]> =>
    (await items(query)).data.map(({ queue_id }) => queue_id).sort()
  const counts = async () => (await call('GET /queue')).body
  const act = (action: 'clear' | 'hold' | 'release' | 'requeue' | 'deliver', queueId: string) =>
    call('POST /queue', { body: { action, queueId } })
  const clearAll = () => call('POST /queue', { body: { action: 'clear' } })

  /** Sends and waits until Postfix has put it aside. @returns the new ids */
  const queued = async (to: string, n: number, from = 'alice@example.test'): Promise<string[]> => {
    const before = new Set(await idsOf())
    for (let k = 0; k < n; k += 1) await submit(bed, from, to)
    return until(`${n} messages to ${to} wait`, 60_000, async () => {
      const { data } = await items({ queue: 'deferred' })
      const fresh = data.map(({ queue_id }) => queue_id).filter((id) => !before.has(id))
      return fresh.length === n ? fresh.sort() : undefined
    })
  }

  /** The state of a message as the very next answer shows it. */
  const stateOf = async (id: string): Promise<string | undefined> =>
    (await items()).data.find(({ queue_id }) => queue_id === id)?.queue
  return { items, idsOf, counts, act, clearAll, queued, stateOf }
}
