import { TraceWriter } from '@mc/server/trace/writer.ts'
import t from 'tap'
import { mailLog } from '../../helpers/mail-log.ts'
import { traceOf } from '../../helpers/trace.ts'

const now = Date.now()
const made = (lines: number) => [
  ...mailLog({ seed: 3, lines, from: now - 3_600_000, to: now, mailboxes: 40, strangers: 200 }),
]

t.test('leafing through the log meets every line once, newest first', async (t) => {
  const lines = made(3000)
  const { trace } = traceOf(t, lines)
  const ids: number[] = []
  for (let before: number | null = Number.MAX_SAFE_INTEGER; before !== null; ) {
    const page = await trace.lines({ before, pageSize: 400 })
    ids.push(...page.data.map(({ id }) => id))
    t.equal(page.before === null, !page.more)
    before = page.before
  }
  t.same(
    ids,
    lines.map((_, index) => lines.length - index),
  )
  const since = await trace.linesAfter(2990, 100)
  t.same(
    [since.lines.map(({ id }) => id), since.last],
    [Array.from({ length: 10 }, (_, i) => 2991 + i), 3000],
  )
  t.same(await trace.linesAfter(undefined, 100), { lines: [], last: 3000 })
  t.equal((await trace.linesAfter(0, 100)).lines[0]?.id, 2901, 'the newest of too many')
})

t.test('filters mean what they say', async (t) => {
  const { trace } = traceOf(t, [
    ...made(1500),
    '2026-01-01T10:00:00Z mail postfix/smtp[1]: warning: 100%_off: a_b',
    '2026-01-01T10:00:01Z mail dovecot: imap(x@y.test)<12><abc>: Error: Corrupted index',
    '2026-01-01T10:00:02Z mail postfix/smtpd[1]: 0 errors, no warnings',
    '2026-01-01T10:00:03Z mail postfix/smtpx[1]: fatal: out of memory',
  ])
  const texts = async (query: Parameters<typeof trace.lines>[0]) =>
    (await trace.lines(query)).data.map(({ message }) => message)
  t.equal((await texts({ search: '%_OFF' })).length, 1, 'signs match themselves, in any case')
  t.same(await texts({ search: '100__off' }), [])
  t.same(await texts({ level: 'error' }), [
    'fatal: out of memory',
    'imap(x@y.test)<12><abc>: Error: Corrupted index',
  ])
  t.same(await texts({ service: 'dovecot/imap' }), [
    'imap(x@y.test)<12><abc>: Error: Corrupted index',
  ])
  const all = (await trace.lines({ service: 'postfix', pageSize: 500 })).data
  t.ok(all.length > 100 && all.every(({ service }) => service.startsWith('postfix/')))
  t.same(await texts({ service: 'postfix/smtp', search: 'off' }), ['warning: 100%_off: a_b'])
  t.same(await texts({ from: '2026-01-01T10:00:02Z', to: '2026-01-01T10:00:02Z' }), [
    '0 errors, no warnings',
  ])
  const queueId = all.find(({ queue_id }) => queue_id !== null)?.queue_id ?? ''
  const own = (await trace.lines({ queue_id: queueId })).data
  t.ok(own.length > 3 && own.every(({ queue_id }) => queue_id === queueId))
  t.ok((await trace.lines({})).services.includes('dovecot/imap'))
})

t.test('what strangers write into the log is text and nothing else', async (t) => {
  const evil = '\u001b[31m\u202egnp.exe\u2066 \u0007\u009b \u200f\r'
  const { trace } = traceOf(t, [
    `2026-01-01T10:00:00Z mail postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[192.0.2.1]: 550 5.1.1 <a@b.test>: ${evil}; from=<${evil}@x.test> to=<a@b.test> proto=ESMTP helo=<${evil}>`,
    `2026-01-01T10:00:00Z mail ${evil}tag[1]: x`,
  ])
  const everything = JSON.stringify([
    await trace.lines({}),
    await trace.page({}),
    await trace.detail(1),
  ])
  t.match(everything, /\\\\u001b\[31m\\\\u202egnp\.exe/, 'to be seen as it is')
  t.notMatch(everything, /\p{Cc}|\p{Bidi_Control}/u)
  t.notMatch(everything, /[^\\]\\u0/, 'nothing that JSON would turn back')
})

t.test('old messages and lines are forgotten slice by slice, and nothing else', async (t) => {
  const lines = made(4000)
  const { trace, writer } = traceOf(t, lines)
  const half = now - 1_800_000
  const count = async () => (await trace.page({})).total
  const all = await count()
  const kept = (await trace.page({ from: new Date(half).toISOString() })).total
  for (let i = 0; i < 10; i += 1) writer.forget(half)
  const left = await count()
  t.ok(left >= kept && left < all * 0.6, `${left} of ${all}`)
  const oldest = (await trace.page({ sort: 'last_at', dir: 'asc' })).data[0]
  const way = (await trace.detail(oldest?.id ?? 0))?.timeline
  t.ok(Date.parse(way?.at(-1)?.at ?? '') >= half)
  const found = await trace.page({ search: oldest?.recipient ?? '' })
  t.ok(found.total > 0)
  t.ok(Date.parse((await trace.lines({ pageSize: 500 })).data.at(-1)?.timestamp ?? '') > half)
  for (let i = 0; i < 10; i += 1) writer.forget(now + 1000)
  t.same([await count(), (await trace.lines({})).data.length], [0, 0])
  t.equal((await trace.page({ search: '@customer1.test' })).total, 0)
})

t.test('two processes that read the same log double nothing', async (t) => {
  const lines = made(30)
  const { trace, writer, file } = traceOf(t, lines.slice(0, 10))
  const second = new TraceWriter(file)
  t.teardown(() => second.close())
  const position = { dev: '1', ino: '1', head: 'x', offset: 2 }
  second.take(lines.slice(10, 20), position, now)
  t.throws(() => writer.take(lines.slice(10, 20), position, now), /Another process/)
  t.equal((await trace.lines({})).data.length, 20)
  const third = new TraceWriter(file)
  t.teardown(() => third.close())
  t.same(third.position, position, 'begun anew it goes on where the other was')
})
