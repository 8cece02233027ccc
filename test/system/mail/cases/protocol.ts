import type { MailBed } from '../../../helpers/mail-bed.ts'
import { arrive, messages, received, subjectOf } from '../../../helpers/mail-client.ts'
import { Smtp } from '../../../helpers/smtp.ts'
import type { Cases } from './types.ts'

const GTUBE = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X'

/** Sends content in which `ending` is followed by commands of a second message. @returns every reply after DATA */
const smuggle = async (
  { panel }: MailBed,
  ending: string,
  to: string,
  subject: string,
): Promise<number[]> => {
  const smtp = await Smtp.open({ port: panel.ports.smtp })
  for (const line of [
    'EHLO stranger.example',
    'MAIL FROM:<a@made-up.example>',
    `RCPT TO:<${to}>`,
    'DATA',
  ]) {
    await smtp.command(line)
  }
  smtp.send(
    `Subject: ${subject}\r\n\r\nfirst${ending}MAIL FROM:<forged@made-up.example>\r\nRCPT TO:<${to}>\r\nDATA\r\nSubject: ${subject} forged\r\n\r\nsecond\r\n.\r\n`,
  )
  const first = await smtp.reply()
  // The reply to NOOP is the next one only if nothing of the content was taken for a command.
  const noop = await smtp.command('NOOP').catch(() => ({ code: 0 }))
  const codes = [first.code, noop.code, ...smtp.unasked().map(({ code }) => code)]
  await smtp.quit()
  return codes
}

export const protocolCases: Cases = [
  [
    'whatever looks like an end of the message, one message stays one',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      for (const ending of [
        '\n.\r\n',
        '\n.\n',
        '\r.\r',
        '\r\n.\r',
        '\r.\r\n',
        '\r\n.\n',
        '\n\n.\r\n',
      ]) {
        const subject = subjectOf('smuggle')
        const codes = await smuggle(bed, ending, email, subject)
        t.same(codes, [250, 250], `${JSON.stringify(ending)}: one message, then NOOP`)
        await received(bed, email, subject)
        t.same(await messages(bed, email, `${subject} forged`), [])
      }
    },
  ],
  [
    'no form of address makes a relay',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const forms = [
        `user%far.example@${name}`,
        'far.example!user',
        `@${name}:user@far.example`,
        `"user@far.example"@${name}`,
      ]
      for (const form of forms) {
        for (const client of ['127.0.0.1', '127.0.0.2']) {
          const { code } = await arrive(bed, form, 'x', { client })
          t.ok(code >= 500, `${form} from ${client}: ${code}`)
        }
      }
    },
  ],
  [
    'what the spam filter marks lands in Junk; marks that a stranger brings along do not count',
    async (t, bed) => {
      const { name } = await bed.freshDomain()
      const { email } = await bed.mailbox(`anna@${name}`)
      const [spam, forged] = [subjectOf('gtube'), subjectOf('forged mark')]
      t.match(await arrive(bed, email, spam, { text: GTUBE }), { code: 250 })
      t.match(await received(bed, email, spam, 'Junk'), /^X-Spam-Flag: YES/m)
      t.match(await arrive(bed, email, forged, { head: 'X-Spam-Flag: YES\n' }), { code: 250 })
      t.notMatch(await received(bed, email, forged), /^X-Spam-Flag/m)
    },
  ],
  [
    'without TLS there is no AUTH on submission, and none at all on port 25',
    async (t, { panel }) => {
      for (const port of [panel.ports.submission, panel.ports.smtp]) {
        const smtp = await Smtp.open({ port })
        t.notMatch((await smtp.command('EHLO client.example')).text, /AUTH/)
        await smtp.quit()
      }
      const smtp = await Smtp.open({ port: panel.ports.smtp })
      await smtp.command('EHLO client.example')
      await smtp.startTls()
      t.notMatch((await smtp.command('EHLO client.example')).text, /AUTH/)
      t.match(await smtp.command('VRFY root'), { code: 502 })
      await smtp.quit()
    },
  ],
]
