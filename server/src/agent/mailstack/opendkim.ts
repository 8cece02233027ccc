import type { StackLayout } from '../../layout/stack.ts'
import { opendkim as word } from './escape.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

/**
 * Where the private stack's signer finds public keys. Not at the private resolver: libunbound takes its port, and that
 * it shall ask for `.test` at all, from a file only (ResolverConfiguration), and OpenDKIM 2.11 has every connection
 * that finds no resolver set one up, none waiting for another (mlfi_connect). The parser of that file is not made for
 * two at once: OpenDKIM ended itself or crashed when mail came in parallel after a start or a reload.
 */
const keySource = ({ surroundings }: StackLayout): [string, string][] =>
  surroundings === undefined ? [] : [['TestDNSData', `file:${word(surroundings.dkimRecords)}`]]

type Setting = readonly [string, string]

/**
 * What both processes have. The key is chosen by the envelope sender, which Postfix has proven to belong to the login,
 * never by the header From; no client address is internal, so that loopback without a login gets no signature either.
 */
const shared = ({ opendkim, users }: StackLayout): Setting[] => [
  ['Syslog', 'yes'],
  ['SyslogSuccess', 'yes'],
  ['LogWhy', 'yes'],
  ['UserID', word(users.opendkim)],
  // The folder, 0750 opendkim:postfix, is the guard; the sockets themselves are open.
  ['UMask', '0000'],
  ['Canonicalization', 'relaxed/simple'],
  ['OversignHeaders', 'From'],
  ['InternalHosts', word(nobody(opendkim))],
  ['ExternalIgnoreList', word(nobody(opendkim))],
  ['MacroList', 'daemon_name=ORIGINATING'],
  ['SenderMacro', '{mail_addr}'],
  ['On-SignatureError', 'tempfail'],
  ['On-InternalError', 'tempfail'],
  ['RequireSafeKeys', 'yes'],
]

const nobody = ({ config }: StackLayout['opendkim']): string => `${config}/nobody`

/** opendkim.conf: the process that verifies what comes in and signs with RSA what a login sends. */
const main = ({ layout, settings }: RenderInput): Setting[] => {
  const { opendkim } = layout.stack
  return [
    ...shared(layout.stack),
    ['Socket', `local:${word(opendkim.socket)}`],
    ['Mode', 'sv'],
    ['SignatureAlgorithm', 'rsa-sha256'],
    ['MinimumKeyBits', '1024'],
    ['KeyTable', `file:${word(opendkim.keyTable)}`],
    ['SigningTable', `refile:${word(opendkim.signingTable)}`],
    ['On-DNSError', 'accept'],
    ['On-BadSignature', 'accept'],
    ...(opendkim.pidFile === undefined ? [] : [['PidFile', word(opendkim.pidFile)] as const]),
    ['AuthservID', word(settings.hostname)],
    ['RemoveARAll', 'yes'],
    ['RemoveARFrom', word(settings.hostname)],
    ...keySource(layout.stack),
  ]
}

/**
 * The second process, which adds a signature of RFC 8463 and does nothing else. One that only signs has nothing to ask
 * the DNS, and with an empty set of records it sets up no resolver: see above.
 */
const ed25519 = ({ stack }: RenderInput['layout']): Setting[] => [
  ...shared(stack),
  ['Socket', `local:${word(stack.ed25519Signer.socket)}`],
  ['Mode', 's'],
  ['SignatureAlgorithm', 'ed25519-sha256'],
  ['KeyTable', `file:${word(stack.ed25519Signer.keyTable)}`],
  ['SigningTable', `refile:${word(stack.ed25519Signer.signingTable)}`],
  ['TestDNSData', 'file:/dev/null'],
]

const rendered = (path: string, settings: readonly Setting[]): RenderedFile => ({
  path,
  text: `${HEADER}${keyValueLines(settings, ' ')}\n`,
  mode: 0o644,
})

/** The files of OpenDKIM's two processes; the second one's stand ready whether or not it has work. */
export const renderOpendkim = (input: RenderInput): RenderedFile[] => {
  const { opendkim, ed25519Signer } = input.layout.stack
  return [
    rendered(opendkim.file, main(input)),
    rendered(ed25519Signer.file, ed25519(input.layout)),
    { path: nobody(opendkim), text: '0.0.0.1\n', mode: 0o644 },
  ]
}
