import { type LineClient, lineClient } from '../../../helpers/line-client.ts'
import { MAIL_PASSWORD, type MailBed } from '../../../helpers/mail-bed.ts'
import {
  arrive,
  inSink,
  left,
  messages,
  received,
  signatures,
  subjectOf,
} from '../../../helpers/mail-client.ts'
import { Smtp } from '../../../helpers/smtp.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

/** Status lines that end an answer: of POP3 (RFC 1939) and of ManageSieve (RFC 5804). */
const pop3 = /^(\+OK|-ERR).*\r\n$/
const manageSieve = /^(OK|NO|BYE)\b([^{\r\n]*|\s*\{\d+\}\r\n[\s\S]*)\r\n$/m

/** A user's own filter script, uploaded and switched on as a mail client does it. @returns the answer to the upload */
const upload = async ({ panel }: MailBed, user: string, script: string): Promise<string> => {
  const client = await lineClient(panel.ports.sieve)
  try {
    const greeting = await client.say(undefined, manageSieve)
    if (/"SASL" "[^"]*PLAIN/.test(greeting)) throw new Error('a login is offered without TLS')
    await client.say('STARTTLS', manageSieve)
    await client.secure()
    await client.say(undefined, manageSieve)
    const proof = Buffer.from(`\0${user}\0${MAIL_PASSWORD}`).toString('base64')
    const said = await client.say(`AUTHENTICATE "PLAIN" "${proof}"`, manageSieve)
    if (!said.startsWith('OK')) throw new Error(said)
    const size = Buffer.byteLength(script)
    const put = await client.say(`PUTSCRIPT "own" {${size}+}\r\n${script}`, manageSieve)
    if (put.startsWith('OK')) await client.say('SETACTIVE "own"', manageSieve)
    return put
  } finally {
    client.close()
  }
}

const popLogin = async (client: LineClient, user: string): Promise<string> => {
  await client.say(`USER ${user}`, pop3)
  return await client.say(`PASS ${MAIL_PASSWORD}`, pop3)
}

export const clientCases: Cases = [
  [
    'a mail client reads over POP3 too, after STLS only',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const subject = subjectOf('pop')
      t.match(await arrive(bed, email, subject), { code: 250 })
      await received(bed, email, subject)
      const client = await lineClient(bed.panel.ports.pop3)
      t.match(await client.say(undefined, pop3), /^\+OK/)
      t.match(await popLogin(client, email), /^-ERR/, 'no login in clear text')
      t.match(await client.say('STLS', pop3), /^\+OK/)
      await client.secure()
      t.match(await popLogin(client, email), /^\+OK/)
      t.match(await client.say('RETR 1', /\r\n\.\r\n$/), `Subject: ${subject}\r\n`)
      client.close()
    },
  ],
  [
    'a filter that a user uploads over ManageSieve sorts and forwards, and lends nobody a signature',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const [sorted, away] = [subjectOf('sorted'), subjectOf('away')]
      const script = `require ["fileinto", "copy"];
if header :contains "subject" "sorted" { fileinto "Trash"; }
if header :contains "subject" "away" { redirect :copy "anna@far.example"; }`
      t.match(await upload(bed, email, script), /^OK/)
      t.match(await arrive(bed, email, sorted), { code: 250 })
      await received(bed, email, sorted, 'Trash')
      t.match(await arrive(bed, email, away, { from: email }), { code: 250 })
      const sent = await left(bed, away)
      t.same(sent.recipients, ['anna@far.example'])
      t.same(await signatures(bed, sent.source), [], 'what a stranger wrote is not signed')
      await received(bed, email, away)
    },
  ],
  [
    'a filter that would run a program is refused',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      for (const extension of ['vnd.dovecot.execute', 'vnd.dovecot.pipe', 'vnd.dovecot.filter']) {
        t.match(await upload(bed, email, `require "${extension}";`), /^NO/, extension)
      }
    },
  ],
  [
    'an address in UTF-8, which the mail store could not take, is refused before the message',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const smtp = await Smtp.open({ port: bed.panel.ports.smtp })
      t.notMatch((await smtp.command('EHLO stranger.example')).text, /SMTPUTF8/)
      const asked = await smtp.command('MAIL FROM:<a@made-up.example> SMTPUTF8')
      t.match(asked, { code: 555 })
      await smtp.command('MAIL FROM:<a@made-up.example>')
      const wide = Buffer.from(`jürgen@${name}`).toString('latin1')
      const { code } = await smtp.command(`RCPT TO:<${wide}>`)
      t.ok(code >= 500, `refused at RCPT: ${code}`)
      const { code: far } = await smtp.command(`RCPT TO:<anna@${wide}>`)
      t.ok(far >= 500, `also where the domain is no ASCII: ${far}`)
      await smtp.command('RSET')
      await smtp.command(`MAIL FROM:<${wide}>`)
      await smtp.quit()
      const { email } = await bed.mailbox(`anna@${name}`)
      const subject = subjectOf('right after')
      t.match(await arrive(bed, email, subject), { code: 250 }, 'and everybody else gets in')
      t.ok(await received(bed, email, subject))
    },
  ],
  [
    'a mailbox that is deleted while it is read and written: what was accepted is kept, or goes back',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { id, email } = await bed.mailbox(`anna@${name}`)
      const accepted: string[] = []
      let refused = ''
      const stranger = (async () => {
        while (refused === '') {
          const subject = subjectOf('meanwhile')
          const said = await arrive(bed, email, subject)
          if (said.code === 250) accepted.push(subject)
          else refused = said.text
        }
      })()
      const client = await lineClient(bed.panel.ports.pop3)
      await client.say('STLS', /\+OK[^\0]*\+OK.*\r\n$/)
      await client.secure()
      t.match(await popLogin(client, email), /^\+OK/)
      await until('mail arrives', 60_000, () => accepted.length >= 3)
      t.match(await bed.call('DELETE /users', { query: { id } }), { status: 200 })
      await stranger
      t.match(refused, /^550 5\.1\.1/)
      const over = () =>
        client.say('NOOP', /\+OK/).then(
          () => false,
          () => true,
        )
      t.ok(await until('its session has ended', 60_000, over))
      const again = await bed.mailbox(email)
      for (const subject of accepted) t.same(await messages(bed, email, subject), [])
      await bed.call('DELETE /users', { query: { id: again.id } })
      const kept = await until('its mail is in the trash, once', 60_000, async () => {
        const { data } = (await bed.call('GET /trash', { query: { search: email } })).body
        const full = data.filter(({ size_bytes }) => (size_bytes ?? 0) > 0)
        return full.length === 1 ? full[0] : undefined
      })
      await bed.call('POST /trash', { body: { id: kept.id, action: 'restore' } })
      // What was under way in that very moment goes back to its sender.
      await until('each message is there, or has gone back', 60_000, async () => {
        const found = accepted.map(async (subject) => {
          const there = inSink(bed, subject).length > 0
          return there || (await messages(bed, email, subject)).length > 0
        })
        return (await Promise.all(found)).every(Boolean)
      })
      t.pass(`${accepted.length} messages`)
    },
  ],
]
