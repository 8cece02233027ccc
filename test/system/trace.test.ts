import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { TraceRow } from '@mc/shared/contract'
import t from 'tap'
import { type MailBed, startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import { Smtp } from '../helpers/smtp.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)
const bed: MailBed = await startMailBed(t)
const { call, panel } = bed
const { name } = await bed.freshDomain()
const john = await bed.mailbox(`john@${name}`)
const mailLog = panel.layout.stack.rsyslog.mailLog

/** Hands a message over. @returns the answer to the recipient, and to the message when it was taken */
const send = async (
  to: string,
  { port = panel.ports.smtp, text = 'hello' }: { port?: number; text?: string } = {},
) => {
  const client = await Smtp.open({ port, from: '127.0.0.1' })
  await client.command('EHLO client.example')
  await client.command('MAIL FROM:<stranger@elsewhere.example>')
  const rcpt = await client.command(`RCPT TO:<${to}>`)
  const data = rcpt.code < 400 ? await client.data(`Subject: x\r\n\r\n${text}\r\n`) : rcpt
  await client.quit()
  return data
}
const queueIdOf = (text: string): string => /queued as (\w+)/.exec(text)?.[1] ?? ''

const rowsOf = async (search: string): Promise<TraceRow[]> =>
  (await call('GET /logs/trace', { query: { search } })).body.data
const rowOf = (search: string, status: TraceRow['status']): Promise<TraceRow> =>
  until(`the trace says ${status} of ${search}`, 60_000, async () =>
    (await rowsOf(search)).find((row) => row.status === status),
  )

t.test('mail is delivered, and the trace says into which folder', async (t) => {
  const queueId = queueIdOf((await send(john.email)).text)
  const row = await rowOf(queueId, 'delivered')
  t.match(row, {
    sender: 'stranger@elsewhere.example',
    recipient: john.email,
    client: '127.0.0.1',
    folder: 'INBOX',
    summary: `Delivered to ${john.email}'s Inbox.`,
  })
  const { body } = await call('GET /logs/trace/{id}', { params: { id: row.id } })
  const stages = body.timeline.map(({ stage }) => stage)
  t.equal(stages[0], 'connect')
  t.ok(stages.includes('checked') && stages.includes('queued') && stages.includes('delivered'))
  const spam = queueIdOf(
    (
      await send(john.email, {
        text: 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X',
      })
    ).text,
  )
  t.match(await rowOf(spam, 'delivered'), { folder: 'Junk' })
})

t.test('mail that waits and mail that is refused', async (t) => {
  const { reinjectPort } = panel.layout.stack.postfix
  await send('somebody@defer.test', { port: reinjectPort })
  t.match(await rowOf('somebody@defer.test', 'deferred'), { summary: /^Waits for another try/ })
  await send('somebody@dead.test', { port: reinjectPort })
  t.match(await rowOf('somebody@dead.test', 'deferred'), { summary: /Connection refused\.$/ })
  await send(`nobody@${name}`)
  t.match(await rowOf(`nobody@${name}`, 'rejected'), { queue_id: null, summary: /User unknown\.$/ })
  const [waiting] = await rowsOf('somebody@dead.test')
  await call('POST /queue', { body: { action: 'clear', queueId: waiting?.queue_id ?? '' } })
  const summary = 'Deleted from the queue by an administrator.'
  t.match(await rowOf('somebody@dead.test', 'discarded'), { summary })
  await call('POST /queue', { body: { action: 'clear' } })
  t.match(await rowOf('somebody@defer.test', 'discarded'), { summary }, 'all at once')
})

t.test('a line is told to who follows the log', async (t) => {
  const { body } = await call('POST /tokens', {
    body: { name: 'follow', scopes: { logs: 'read' } },
  })
  const stop = new AbortController()
  const response = await fetch(`${panel.url}/api/events?topics=mail_log`, {
    headers: { authorization: `Bearer ${body.token}` },
    signal: stop.signal,
  })
  let heard = ''
  const decoder = new TextDecoder()
  const listening = (async () => {
    for await (const chunk of response.body ?? []) heard += decoder.decode(chunk, { stream: true })
  })().catch(() => {})
  await until('the stream is open', 60_000, () => heard.includes('event: hello'))
  const { text } = await send(john.email)
  await until('the line is told', 60_000, () => heard.includes(queueIdOf(text)))
  t.match(heard, 'event: mail_log')
  stop.abort()
  await listening
})

t.test('mail and panel go on while nobody reads the log, and nothing is missed', async (t) => {
  await panel.supervisor.stop('ingest')
  const queueId = queueIdOf((await send(john.email)).text)
  // What logrotate(8) does, while nobody looks.
  renameSync(mailLog, `${mailLog}.1`)
  await panel.supervisor.signal('rsyslog', 'HUP')
  const second = queueIdOf((await send(john.email)).text)
  const stopped = await until('the API says that nobody reads', 60_000, async () => {
    const { body } = await call('GET /logs/mail')
    return body.ingest.state === 'stopped' ? body : undefined
  })
  t.ok(stopped.data.length > 0, 'what was read is shown')
  t.same(await rowsOf(queueId), [])
  await panel.supervisor.start('ingest')
  await rowOf(second, 'delivered')
  await rowOf(queueId, 'delivered')
  t.equal((await rowsOf(queueId)).length, 1)
})

t.test('the one process that may read the log is the one that needs to', async (t) => {
  const adm = Number(/^adm:[^:]*:(\d+):/m.exec(readFileSync('/etc/group', 'utf8'))?.[1])
  const statusOf = (script: string) => {
    const found = panel.processes().find(({ command }) => command.includes(script))
    const status = readFileSync(`/proc/${found?.pid}/status`, 'utf8')
    const field = (key: string) =>
      (new RegExp(`^${key}:[ \\t]*(.*)$`, 'm').exec(status)?.[1] ?? '').trim().split(/\s+/)
    return { uid: field('Uid'), groups: field('Groups').filter(Boolean).map(Number) }
  }
  t.same(statusOf('bin/ingest.ts'), { uid: Array(4).fill('5001'), groups: [adm] })
  t.same(statusOf('bin/api.ts').groups, [])
  t.ok(readdirSync(dirname(panel.layout.panel.trace)).includes('trace.sqlite'))
})

t.test('mc tells it without the panel', async (t) => {
  const queueId = queueIdOf((await send(john.email)).text)
  const row = await rowOf(queueId, 'delivered')
  const found = await launchMc(panel, ['trace', queueId])
  t.match(found, { code: 0, stdout: new RegExp(`delivered .*Delivered to ${john.email}'s Inbox`) })
  const shown = await launchMc(panel, ['trace', 'show', String(row.id)])
  t.match(shown, { code: 0, stdout: /127\.0\.0\.1 connected\.[\s\S]*Stored in the folder INBOX/ })
  t.match(await launchMc(panel, ['trace', 'show', '0']), { code: 1, stderr: /no message 0/ })
  t.match(await launchMc(panel, ['trace', 'x', '--status', 'y']), { code: 1, stderr: /status/ })
})

t.test('a log that is emptied is read on', async (t) => {
  await until('all is read', 60_000, async () =>
    (await call('GET /logs/mail')).body.ingest.state === 'reading' ? true : undefined,
  )
  writeFileSync(mailLog, '')
  const queueId = queueIdOf((await send(john.email)).text)
  await rowOf(queueId, 'delivered')
  t.equal((await rowsOf(queueId)).length, 1)
})
