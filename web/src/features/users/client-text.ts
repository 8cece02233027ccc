import type { ClientSettings } from '@mc/shared/contract'
import { words } from '../../words/users.ts'

type Server = ClientSettings['imap'][number]

const own = words.userClient

/** All that a person has to enter, as lines to paste into a message. */
export const clientText = ({ username, imap, smtp, pop3 }: ClientSettings): string => {
  const line = (name: string) => (server: Server) =>
    `${name}: ${server.host}, ${own.port} ${server.port}, ${own[server.security]}`
  return [
    `${own.login}: ${username}`,
    ...imap.map(line(`${own.incoming} (IMAP)`)),
    ...pop3.map(line(`${own.incoming} (POP3)`)),
    ...smtp.map(line(`${own.outgoing} (SMTP)`)),
  ].join('\n')
}

const security = { starttls: 2, tls: 3 } as const
const passwordOverTls = 1
const imapProtocol = 0
const smtpProtocol = 0

/**
 * The settings in the form that Thunderbird for Android scans, version 1: `[version, [part, parts], incoming, [[outgoing,
 * identity]]]`, without a password (thunderbird-android, feature/migration/qrcode/qr-code-format.md). Undefined when
 * there is no IMAP or no SMTP.
 */
export const thunderbirdCode = ({ username, imap, smtp }: ClientSettings): string | undefined => {
  const [incoming] = imap
  const [outgoing] = smtp
  if (!incoming || !outgoing) return undefined
  const entry = (protocol: number, server: Server) => [
    protocol,
    server.host,
    server.port,
    security[server.security],
    passwordOverTls,
    username,
  ]
  const sender = [username, '']
  return JSON.stringify([
    1,
    [1, 1],
    entry(imapProtocol, incoming),
    [[entry(smtpProtocol, outgoing), sender]],
  ])
}
