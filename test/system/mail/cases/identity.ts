import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:tls'
import type { MailBed } from '../../../helpers/mail-bed.ts'
import { arrive, received, subjectOf, withImap } from '../../../helpers/mail-client.ts'
import { Smtp } from '../../../helpers/smtp.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

const TWO_MINUTES = 120_000

/** Names in the certificate that a port with implicit TLS shows: `DNS:…, IP Address:…`. */
const namesOn = async (port: number): Promise<string> => {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const { subjectaltname = '' } = socket.getPeerCertificate()
  socket.destroy()
  return subjectaltname
}

/** What port 25 says to EHLO. */
const greeting = async ({ panel }: MailBed): Promise<string> => {
  const smtp = await Smtp.open({ port: panel.ports.smtp })
  const { text } = await smtp.command('EHLO stranger.example')
  await smtp.quit()
  return text
}

/** Works under other settings of the server, which are as before when it ends. */
const withSettings = async (
  { call }: MailBed,
  change: Readonly<{
    hostname?: string
    postmaster_address?: string
    message_size_limit_bytes?: number
  }>,
  work: () => Promise<void>,
): Promise<void> => {
  const { hostname, postmaster_address, message_size_limit_bytes } = (await call('GET /settings'))
    .body
  const patch = async (body: typeof change) => {
    const said = await call('PATCH /settings', { body })
    if (said.status !== 200) throw new Error(`${said.status}: ${JSON.stringify(said.body)}`)
  }
  await patch(change)
  try {
    await work()
  } finally {
    const postmaster = postmaster_address === null ? {} : { postmaster_address }
    await patch({ hostname, message_size_limit_bytes, ...postmaster })
  }
}

export const identityCases: Cases = [
  [
    'W17, W53: a new host name and its certificate are served at once, and no session is cut off',
    async (t, bed) => {
      const { email } = await bed.mailbox(`anna@${(await bed.freshDomain()).name}`)
      const hostname = `mx${randomBytes(4).toString('hex')}.example`
      await withImap(bed, { user: email }, async (imap) => {
        await withSettings(bed, { hostname, message_size_limit_bytes: 2_097_152 }, async () => {
          for (const port of ['imaps', 'submissions'] as const) {
            await until(`${port} shows the certificate`, TWO_MINUTES, async () =>
              (await namesOn(bed.panel.ports[port])).split(', ').includes(`DNS:${hostname}`),
            )
          }
          await until('port 25 has the name', TWO_MINUTES, async () =>
            (await greeting(bed)).includes(hostname),
          )
          t.match(await greeting(bed), 'SIZE 2097152')
          t.ok((await imap.status('INBOX', { messages: true })) !== false, 'the session goes on')
        })
      })
    },
  ],
  [
    'W8: mail of the system itself, and to the server’s own name, reaches the postmaster',
    async (t, bed) => {
      const { email } = await bed.mailbox(`chief@${(await bed.freshDomain()).name}`)
      const { hostname } = (await bed.call('GET /settings')).body
      await withSettings(bed, { postmaster_address: email }, async () => {
        for (const local of ['root', 'postmaster', 'abuse', 'mailer-daemon']) {
          const subject = subjectOf(local)
          await until(`${local} is known`, TWO_MINUTES, async () => {
            const { code } = await arrive(bed, `${local}@${hostname}`, subject, { sender: '' })
            return code === 250
          })
          await received(bed, email, subject)
        }
        t.match(await arrive(bed, `nobody@${hostname}`, 'x'), { code: 550 })
      })
    },
  ],
]
