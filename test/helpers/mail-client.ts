import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { dkimVerify } from 'mailauth'
import { createTransport } from 'nodemailer'
import { MAIL_PASSWORD, type MailBed } from './mail-bed.ts'
import { type Envelope, sendFromOutside } from './smtp.ts'
import { until } from './until.ts'

const DELIVERY_MS = 60_000

export interface Login {
  readonly user: string
  readonly password?: string
}

export interface Outgoing {
  readonly to: string | readonly string[]
  readonly subject: string
  /** Header From; the login's address when absent. */
  readonly from?: string
  /** Envelope sender; that of the header when absent. */
  readonly sender?: string
  readonly text?: string
}

/** What a server said: `250 …`, or the refusal. */
export interface Said {
  readonly code: number
  readonly text: string
}

const refusal = (error: unknown): Said => {
  if (error instanceof Error && 'responseCode' in error && 'response' in error) {
    return { code: Number(error.responseCode), text: String(error.response) }
  }
  throw error
}

/** Sends as an ordinary mail client does: STARTTLS, login, message. */
export const submit = async (
  { panel }: MailBed,
  { user, password = MAIL_PASSWORD }: Login,
  mail: Outgoing,
  how: 'submission' | 'submissions' = 'submission',
): Promise<Said> => {
  const transport = createTransport({
    host: '127.0.0.1',
    port: panel.ports[how],
    secure: how === 'submissions',
    requireTLS: true,
    tls: { rejectUnauthorized: false },
    auth: { user, pass: password },
  })
  const { from = user, sender = from, to, subject, text = 'Good day.' } = mail
  try {
    const { response } = await transport.sendMail({
      from,
      to: [to].flat(),
      subject,
      text,
      envelope: { from: sender, to: [to].flat() },
    })
    return { code: Number(response.slice(0, 3)), text: response }
  } catch (error) {
    return refusal(error)
  } finally {
    transport.close()
  }
}

/** Strangers come from many addresses: limits count by that. 127.0.0.1 alone is inside. */
const stranger = (): string =>
  `127.${[1, 2, 3].map(() => 1 + Math.floor(Math.random() * 250)).join('.')}`

/** A message from a stranger to port 25. */
export const arrive = (
  { panel }: MailBed,
  to: Envelope['to'],
  subject: string,
  more: { sender?: string; from?: string; text?: string; client?: string; head?: string } = {},
): Promise<Said> => {
  const { sender = 'stranger@made-up.example', from = sender, text = 'Good day.' } = more
  const head = `From: ${from}\nTo: you@there.example\nSubject: ${subject}\nDate: ${new Date().toUTCString()}\nMessage-ID: <${Date.now()}@made-up.example>\n${more.head ?? ''}`
  return sendFromOutside(
    panel.ports.smtp,
    { from: sender, to },
    `${head}\n${text}`,
    more.client ?? stranger(),
  )
}

/** A logged-in IMAP connection, closed after the work. @throws when the login is refused */
export const withImap = async <T>(
  { panel }: MailBed,
  { user, password = MAIL_PASSWORD }: Login,
  work: (imap: ImapFlow) => Promise<T>,
): Promise<T> => {
  const imap = new ImapFlow({
    host: '127.0.0.1',
    port: panel.ports.imaps,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user, pass: password },
    logger: false,
  })
  imap.on('error', () => {})
  await imap.connect()
  try {
    return await work(imap)
  } finally {
    await imap.logout().catch(() => imap.close())
  }
}

/** Whether IMAP lets this login in. */
export const canLogIn = (bed: MailBed, login: Login): Promise<boolean> =>
  withImap(bed, login, async () => true).catch(() => false)

/** Sources of the messages with exactly this subject. */
export const messages = (
  bed: MailBed,
  user: string,
  subject: string,
  folder = 'INBOX',
): Promise<string[]> =>
  withImap(bed, { user }, async (imap) => {
    const lock = await imap.getMailboxLock(folder)
    try {
      const found = await imap.search({ header: { subject } }, { uid: true })
      if (!found || found.length === 0) return []
      const sources: string[] = []
      for await (const message of imap.fetch(found, { source: true }, { uid: true })) {
        sources.push(message.source?.toString('latin1') ?? '')
      }
      return sources
    } finally {
      lock.release()
    }
  })

/** Waits for a message and returns its source. */
export const received = (
  bed: MailBed,
  user: string,
  subject: string,
  folder = 'INBOX',
): Promise<string> =>
  until(`${user} has "${subject}" in ${folder}`, DELIVERY_MS, async () =>
    (await messages(bed, user, subject, folder)).at(0),
  )

/** Files of the sink that hold this subject, without the lines that the sink itself put on top. */
export const inSink = ({ panel }: MailBed, subject: string): string[] => {
  const folder = panel.layout.stack.surroundings?.sinkDir ?? ''
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .filter((text) => text.includes(`Subject: ${subject}\n`))
}

/** Waits until a message has left for the outside world. @returns envelope recipients and content as received there */
export const left = async (bed: MailBed, subject: string) => {
  const text = await until(`"${subject}" has left`, DELIVERY_MS, () => inSink(bed, subject).at(0))
  const lines = text.split('\n')
  return {
    recipients: lines
      .filter((line) => line.startsWith('X-Rcpt-Args: '))
      .map((line) => /<(.*?)>/.exec(line)?.[1] ?? ''),
    source: lines
      .slice(lines.findIndex((line) => !/^X-(Client|Helo|Mail|Rcpt)-/.test(line)))
      .join('\r\n'),
  }
}

/** Every DKIM signature of a message, judged with the keys that the private resolver publishes. */
export const signatures = async ({ dns }: MailBed, source: string) => {
  const { results } = await dkimVerify(Buffer.from(source, 'latin1'), {
    resolver: async (name, type) => (type === 'TXT' ? dns.resolveTxt(name) : []),
  })
  return results.flatMap(({ signingDomain, selector, status }) =>
    signingDomain === undefined || signingDomain === ''
      ? []
      : [{ domain: signingDomain, selector, result: status.result }],
  )
}

/** A subject that no other message has. */
let count = 0
export const subjectOf = (what: string): string => {
  count += 1
  return `${what} ${process.pid}.${count}`
}
