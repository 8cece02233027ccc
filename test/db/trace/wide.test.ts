import { DatabaseSync } from 'node:sqlite'
import { openTraceWriter, statusBits } from '@mc/server/db/trace-file.ts'
import type { QueryOf, TraceRow } from '@mc/shared/contract'
import { traceStatuses } from '@mc/shared/contract/trace'
import t from 'tap'
import { mailLog } from '../../helpers/mail-log.ts'
import { traceOf } from '../../helpers/trace.ts'

t.setTimeout(600_000)

const DAY_MS = 86_400_000
const to = Date.now()
const from = to - DAY_MS
const STRANGERS = 22_000

/** Refused mail of so many senders that they are not gathered but leafed through. */
const refusals = Array.from({ length: STRANGERS }, (_, n) => {
  const stamp = new Date(from + (n * DAY_MS) / STRANGERS).toISOString()
  return `${stamp} mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from h.example[203.0.113.${n % 200}]: 550 5.1.1 <x>: Recipient address rejected: User unknown; from=<pair${n}@wide.example> to=<x${n % 9}@customer1.test> proto=ESMTP helo=<h.example>`
})
const usual = [...mailLog({ seed: 3, lines: 9000, from, to, mailboxes: 40, strangers: 300 })]
const stampOf = (line: string): string => line.slice(0, line.indexOf(' '))
const log = [...refusals, ...usual].sort((a, b) => (stampOf(a) < stampOf(b) ? -1 : 1))
const { trace, file } = traceOf(t, log, to)

const everything: TraceRow[] = []
for (let page = 1; ; page += 1) {
  const { data } = await trace.page({ page, pageSize: 100, sort: 'first_at', dir: 'asc' })
  everything.push(...data)
  if (data.length < 100) break
}

const begins = (row: TraceRow, text: string): boolean =>
  [row.recipient, row.original_recipient, row.sender, row.client]
    .flatMap((name) => (name === null ? [] : [name, name.slice(name.lastIndexOf('@'))]))
    .some((name) => name.toLowerCase().startsWith(text))

type Query = QueryOf<'GET /logs/trace'>
const expected = ({ search = '', status, from, to, sort = 'first_at' }: Query): number[] =>
  everything
    .filter((row) => begins(row, search))
    .filter((row) => status === undefined || row.status === status)
    .filter((row) => from === undefined || row.first_at >= from)
    .filter((row) => to === undefined || row.first_at <= to)
    .sort((a, b) => (a[sort] === b[sort] ? b.id - a.id : a[sort] < b[sort] ? 1 : -1))
    .map(({ id }) => id)

const middle = {
  from: new Date(from + DAY_MS / 3).toISOString(),
  to: new Date(from + DAY_MS / 2).toISOString(),
}

t.test('however wide the search: the right rows, and no total that is too high', async (t) => {
  let least = 0
  for (const search of ['p', 'pair1', 'person', 'u', 'user1', '@', '@cust', '203.0', 'x', 'none']) {
    for (const status of [undefined, ...traceStatuses]) {
      for (const more of [{}, middle, { page: 3 }, { sort: 'last_at' as const }]) {
        const query: Query = { search, ...(status === undefined ? {} : { status }), ...more }
        const answer = await trace.page(query)
        const all = expected(query)
        const at = ((query.page ?? 1) - 1) * 20
        const ids = answer.data.map(({ id }) => id)
        const name = JSON.stringify(query)
        t.same(ids, all.slice(at, at + 20), name)
        if (answer.total_is_least) {
          least += 1
          t.ok(answer.total <= all.length && answer.total > at + ids.length, `${name}: total`)
        } else t.equal(answer.total, all.length, `${name}: total`)
      }
    }
  }
  t.ok(least > 10, 'some were not counted')
})

t.test('an index of the version before is brought up to date, not thrown away', async (t) => {
  const rowsOf = (db: DatabaseSync) =>
    db.prepare('select id, text, statuses from term order by id').all()
  const copy = `${file}.copy`
  const present = new DatabaseSync(file)
  present.exec(`vacuum into '${copy}'`)
  present.close()
  const old = new DatabaseSync(copy)
  const before = rowsOf(old)
  old.exec(
    'drop index term_statuses; alter table term drop column statuses; PRAGMA user_version = 2',
  )
  old.close()
  const db = openTraceWriter(copy)
  t.equal(db.prepare('select count(*) as n from delivery').get()?.n, everything.length)
  const known = new Map(before.map(({ id, statuses }) => [id, Number(statuses)]))
  for (const { id, text, statuses } of rowsOf(db)) {
    const now = Number(statuses)
    // What a delivery was before is not to be seen any more.
    const right = now > 0 && ((known.get(id) ?? 0) & now) === now
    if (!right) t.fail(`${text}: ${known.get(id)}, then ${now}`)
  }
  const refused = db.prepare("select statuses from term where text = 'pair1@wide.example'").get()
  t.equal(refused?.statuses, statusBits.rejected)
  db.close()
})
