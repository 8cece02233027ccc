import { readFileSync } from 'node:fs'
import t from 'tap'
import { traceOf } from '../../helpers/trace.ts'

/** Written by the daemons of Debian 12 while mail of every kind went through them. */
const real = readFileSync(new URL('./logs/debian-12.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')

t.test('what became of each message, from a real log', async (t) => {
  const { trace } = traceOf(t, real)
  const of = async (search: string) => {
    const { data } = await trace.page({ search, dir: 'asc', pageSize: 100 })
    return data.map(({ sender, recipient, original_recipient, status, folder, summary }) => ({
      sender,
      recipient,
      original_recipient,
      status,
      folder,
      summary,
    }))
  }
  const inbox = (whose: string) => `Delivered to ${whose}'s Inbox.`
  const from = { sender: 'a@sender.test', original_recipient: null }

  t.same(
    await of('4jXb1t17QWzJQgk'),
    [
      {
        ...from,
        recipient: 'john@example.com',
        status: 'delivered',
        folder: 'INBOX',
        summary: inbox('john@example.com'),
      },
    ],
    'accepted and delivered',
  )
  t.same(
    (await of('4jXb1t2JQpzJQgk')).map(({ recipient, summary }) => [recipient, summary]),
    [
      ['jane@example.com', inbox('jane@example.com')],
      ['john@example.com', inbox('john@example.com')],
    ],
    'two recipients, two rows',
  )
  t.same(
    (await of('team@example.com')).map((one) => [
      one.recipient,
      one.original_recipient,
      one.status,
    ]),
    [
      ['team@example.com', null, 'rejected'],
      ['ext@outside.test', 'team@example.com', 'sent'],
      ['jane@example.com', 'team@example.com', 'delivered'],
      ['john@example.com', 'team@example.com', 'delivered'],
    ],
    'an alias fans out',
  )
  t.match(
    await of('4jXb1t5r7gzJQgk'),
    [{ folder: 'Junk', summary: "Delivered to john@example.com's folder Junk." }],
    'spam, though Postfix wrote its line before Dovecot',
  )
  t.match(await of('4jXb1v0V3BzJQgn'), [
    {
      recipient: 'full@example.com',
      status: 'deferred',
      summary: /^The mailbox asked us to try later: .*mailbox for user is full/,
    },
  ])
  t.match(await of('nobody@example.com'), [
    { status: 'rejected', summary: /need fully-qualified hostname\.$/ },
    { status: 'rejected', summary: /need fully-qualified hostname\.$/ },
    { status: 'rejected', summary: /^Refused while 127\.0\.0\.1 was connected: .*User unknown\.$/ },
    { status: 'rejected', summary: /User unknown\.$/ },
  ])
  t.match(await of('4jXb1v15DxzJQgp'), [
    {
      status: 'bounced',
      original_recipient: 'fwd@example.com',
      summary: /went back to the sender/,
    },
  ])
  t.match(await of('4jXb2v2CnSzJPsB'), [
    { summary: "Forwarded to far@outside.test by jane@example.com's filter." },
  ])
  t.match(await of('4jXb2v355JzJPtk'), [
    { status: 'discarded', summary: "Discarded by jane@example.com's filter." },
  ])
  t.match(await of('4jXb2T1VTXzJPt9'), [{ sender: 'root@localhost', status: 'delivered' }])
})

t.test('a message stays one through requeueing, and its bounce is found', async (t) => {
  const { trace } = traceOf(t, real)
  const before = await trace.page({ search: '4jXb1F4Kw7zJQTR', sort: 'first_at', dir: 'asc' })
  const after = await trace.page({ search: '4jXb2P0QNWzJPsq', sort: 'first_at', dir: 'asc' })
  t.same(before.data, after.data, 'found by either queue id')
  t.same(
    after.data.map(({ recipient, status, queue_id }) => [recipient, status, queue_id]),
    [
      ['y@defer.test', 'deferred', '4jXb2P0QNWzJPsq'],
      ['x@outside.test', 'sent', '4jXb2P0QNWzJPsq'],
      ['z@dead.test', 'deferred', '4jXb2P0QNWzJPsq'],
    ],
  )
  const detail = await trace.detail(after.data[0]?.id ?? 0)
  t.same(detail?.related, [{ queue_id: '4jXb1F4Kw7zJQTR', kind: 'requeued' }])
  t.same(detail?.timeline.map(({ stage }) => stage).slice(0, 8), [
    'connect',
    'connect',
    'accepted',
    'accepted',
    'checked',
    'queued',
    'deferred',
    'delivered',
  ])
  t.match(detail?.timeline[2]?.text, 'Accepted from 127.0.0.1, signed in as john@example.com.')
  t.match(detail?.timeline[4], { text: 'Signed with DKIM for example.com, selector mail.' })
  t.match(
    detail?.timeline[0]?.line,
    /^2026-11-22T17:00:33\.567Z vm postfix\/submission\/smtpd\[381\]: connect/,
  )

  const [bounced] = (await trace.page({ search: '4jXb1v15DxzJQgp' })).data
  const cause = await trace.detail(bounced?.id ?? 0)
  t.same(cause?.related, [{ queue_id: '4jXb2P0FZXzJPsq', kind: 'bounce' }])
  const [bounce] = (await trace.page({ search: '4jXb2P0FZXzJPsq' })).data
  t.match(bounce, { sender: '', recipient: 'a@sender.test', status: 'sent' })
  const effect = await trace.detail(bounce?.id ?? 0)
  t.same(effect?.related, [{ queue_id: '4jXb1v15DxzJQgp', kind: 'cause' }])
  t.equal((await trace.history('4jXb1v15DxzJQgp')).length, cause?.timeline.length)
})

t.test('minutes of mail flow', async (t) => {
  const { trace } = traceOf(t, real)
  const from = new Date('2026-11-22T17:00:00Z')
  t.same(await trace.flow(from, new Date('2026-11-22T18:00:00Z')), [
    { at: '2026-11-22T17:00:00.000Z', in: 1, out: 1, rejected: 14, deferred: 2 },
    { at: '2026-11-22T17:01:00.000Z', in: 22, out: 23, rejected: 3, deferred: 7 },
  ])
  t.same(await trace.flow(from, from), [])
})

t.test('everything deleted from the queue at once, named by no line', async (t) => {
  const line = (second: number, text: string) => `2026-03-01T10:00:${10 + second}Z mail ${text}`
  const queued = (id: string) =>
    `postfix/qmgr[1]: ${id}: from=<x@y.test>, size=1, nrcpt=1 (queue active)`
  const { trace } = traceOf(t, [
    line(0, queued('AAAAAAAA01')),
    line(0, 'postfix/qmgr[1]: AAAAAAAA01: removed'),
    line(1, queued('AAAAAAAA02')),
    line(1, queued('AAAAAAAA03')),
    line(2, queued('AAAAAAAA04')),
    line(3, 'postfix/postsuper[9]: AAAAAAAA02: removed'),
    line(3, 'postfix/postsuper[9]: Deleted: 1 message'),
    line(4, 'postfix/postsuper[10]: Deleted: 1 message'),
    line(
      5,
      'postfix/smtp[2]: AAAAAAAA04: to=<a@b.test>, relay=x[192.0.2.1]:25, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (250 ok)',
    ),
  ])
  const { data } = await trace.page({ dir: 'asc' })
  t.same(
    data.map(({ status, reason }) => [status, reason]),
    [
      ['discarded', null],
      ['discarded', 'deleted from the queue'],
      ['discarded', 'deleted from the queue'],
      ['sent', '250 ok'],
    ],
  )
  t.match((await trace.history('AAAAAAAA03')).at(-1), { stage: 'removed' })
})

/** Traditional stamps, short queue ids, as older machines write them. */
const old = `
Dec 31 23:59:58 mail postfix/smtpd[10]: connect from mx.example.net[192.0.2.7]
Dec 31 23:59:58 mail postfix/smtpd[10]: NOQUEUE: reject: RCPT from mx.example.net[192.0.2.7]: 450 4.2.0 <a@b.test>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/b.test.html; from=<x@example.net> to=<a@b.test> proto=ESMTP helo=<mx.example.net>
Dec 31 23:59:59 mail postfix/smtpd[10]: 1A2B3C4D5E: client=mx.example.net[192.0.2.7]
Dec 31 23:59:59 mail postfix/cleanup[11]: 1A2B3C4D5E: message-id=<same@example.net>
Dec 31 23:59:59 mail opendkim[12]: 1A2B3C4D5E: DKIM verification successful
Dec 31 23:59:59 mail postfix/qmgr[13]: 1A2B3C4D5E: from=<x@example.net>, size=1000, nrcpt=1 (queue active)
Jan  1 00:00:01 mail postfix/smtp[14]: 1A2B3C4D5E: host gmail-smtp-in.l.google.com[142.250.1.26] said: 421 4.7.28 Our system has detected an unusual rate (in reply to end of DATA command)
Jan  1 00:00:02 mail postfix/smtp[14]: 1A2B3C4D5E: to=<a@gmail.com>, orig_to=<a@b.test>, relay=alt1.gmail-smtp-in.l.google.com[142.250.2.26]:25, delay=3, delays=1/0/1/1, dsn=4.7.28, status=deferred (host alt1.gmail-smtp-in.l.google.com[142.250.2.26] said: 421 4.7.28 Our system has detected an unusual rate of mail (in reply to end of DATA command))
Jan  1 00:05:02 mail postfix/smtp[14]: 1A2B3C4D5E: to=<a@gmail.com>, orig_to=<a@b.test>, relay=gmail-smtp-in.l.google.com[142.250.1.26]:25, delay=300, delays=1/0/1/1, dsn=5.1.1, status=bounced (host gmail-smtp-in.l.google.com[142.250.1.26] said: 550 5.1.1 The email account that you tried to reach does not exist (in reply to RCPT TO command))
Jan  1 00:05:02 mail postfix/qmgr[13]: 1A2B3C4D5E: removed
Jan  1 00:06:00 mail postfix/smtpd[10]: 1A2B3C4D5E: client=mx.example.net[192.0.2.7]
Jan  1 00:06:00 mail postfix/cleanup[11]: 1A2B3C4D5E: message-id=<same@example.net>
Jan  1 00:06:00 mail postfix/qmgr[13]: 1A2B3C4D5E: from=<x@example.net>, size=2000, nrcpt=1 (queue active)
Jan  1 00:06:00 mail postfix/local[15]: 1A2B3C4D5E: to=<a@b.test>, relay=local, delay=1, delays=1/0/0/0, dsn=2.0.0, status=sent (delivered to maildir)
Jan  1 00:06:00 mail postfix/qmgr[13]: 1A2B3C4D5E: removed
`
  .trim()
  .split('\n')

t.test('traditional stamps over New Year, greylisting, short ids used twice', async (t) => {
  const { trace } = traceOf(t, old, Date.parse('2027-01-02T00:00:00Z'))
  const { data } = await trace.page({ dir: 'asc' })
  t.match(data, [
    {
      queue_id: null,
      status: 'rejected',
      summary:
        '192.0.2.7 was asked to come back later: <a@b.test>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/b.test.html.',
    },
    {
      status: 'bounced',
      code: '5.1.1',
      size_bytes: 1000,
      original_recipient: 'a@b.test',
      summary:
        'Gmail refused it, and it went back to the sender: The email account that you tried to reach does not exist.',
    },
    { status: 'delivered', size_bytes: 2000, recipient: 'a@b.test' },
  ])
  const year = (at: string | undefined): number => new Date(at ?? '').getFullYear()
  t.same([year(data[0]?.first_at), year(data[2]?.first_at)], [2026, 2027])
  t.equal((await trace.page({ search: '1A2B3C4D5E' })).total, 2, 'both messages of the id')
  t.equal((await trace.page({ search: '<same@example.net>' })).total, 2, 'and of the Message-ID')
  const detail = await trace.detail(data[1]?.id ?? 0)
  t.match(
    detail?.timeline.map(({ text }) => text),
    [
      '192.0.2.7 connected.',
      'Accepted from 192.0.2.7.',
      'Message-ID same@example.net.',
      "The sender's DKIM signature holds.",
      'In the queue, 1000 bytes, from x@example.net.',
      /421 4\.7\.28/,
      /^Not yet delivered to a@gmail\.com/,
      /^Could not be delivered to a@gmail\.com/,
      'Done; it left the queue.',
    ],
  )
  const deferred = traceOf(t, old.slice(0, 8), Date.parse('2027-01-02T00:00:00Z'))
  t.match((await deferred.trace.page({ status: 'deferred' })).data, [
    { summary: 'Gmail asked us to try later: Our system has detected an unusual rate of mail.' },
  ])
})

t.test(
  'a clock that jumps back, lines of other forms, and a log that begins in the middle',
  async (t) => {
    const { trace } = traceOf(t, [
      'not a line of syslog',
      '2026-03-01T10:00:05+01:00 mail postfix/qmgr[13]: 4jXb1t17QWzJQgk: from=<x@example.net>, size=1, nrcpt=1 (queue active)',
      '2026-03-01T08:59:00.5Z mail postfix/smtp[14]: 4jXb1t17QWzJQgk: to=<y@z.test>, relay=none, delay=1, delays=1/0/0/0, dsn=4.4.3, status=deferred (Host or domain name not found. Name service error for name=z.test type=MX: Host not found, try again)',
      'Mar  1 10:00:09 mail postfix/postsuper[15]: 4jXb1t17QWzJQgk: removed',
      '\u0000\u0000',
    ])
    t.match((await trace.page({})).data, [
      {
        status: 'discarded',
        summary: 'Deleted from the queue by an administrator.',
        client: null,
        first_at: '2026-03-01T09:00:05.000Z',
      },
    ])
    t.equal((await trace.lines({})).data.length, 3)
  },
)
