import { opendkim as word } from './escape.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

/** What libunbound inside OpenDKIM asks: the private resolver, also for `.test`, which it would answer by itself. */
const renderResolver = ({ layout }: RenderInput): RenderedFile[] => {
  const { config } = layout.stack.opendkim
  return layout.stack.surroundings === undefined
    ? []
    : [
        {
          path: `${config}/resolver.conf`,
          text: `${HEADER}server:
  do-not-query-localhost: no
  module-config: "iterator"
  local-zone: "test." nodefault
  local-zone: "invalid." nodefault
forward-zone:
  name: "."
  forward-addr: 127.0.0.1@${layout.ports.dns}
`,
          mode: 0o644,
        },
      ]
}

/**
 * opendkim.conf. One daemon verifies what comes in and signs what a login sends. The key is chosen by the envelope
 * sender, which Postfix has proven to belong to the login, never by the header From; no client address is internal,
 * so that loopback without a login gets no signature either.
 */
export const renderOpendkim = (input: RenderInput): RenderedFile[] => {
  const { stack } = input.layout
  const { opendkim, surroundings, users } = stack
  const hosts = `${opendkim.config}/nobody`
  const text = keyValueLines(
    [
      ['Syslog', 'yes'],
      ['SyslogSuccess', 'yes'],
      ['LogWhy', 'yes'],
      ['UserID', word(users.opendkim)],
      // The folder, 0750 opendkim:postfix, is the guard; the socket itself is open.
      ['UMask', '0000'],
      ['Socket', `local:${word(opendkim.socket)}`],
      ['Mode', 'sv'],
      ['Canonicalization', 'relaxed/simple'],
      ['SignatureAlgorithm', 'rsa-sha256'],
      ['MinimumKeyBits', '1024'],
      ['OversignHeaders', 'From'],
      ['KeyTable', `file:${word(opendkim.keyTable)}`],
      ['SigningTable', `refile:${word(opendkim.signingTable)}`],
      ['InternalHosts', word(hosts)],
      ['ExternalIgnoreList', word(hosts)],
      ['MacroList', 'daemon_name|ORIGINATING'],
      ['SenderMacro', '{mail_addr}'],
      ['On-SignatureError', 'tempfail'],
      ['On-InternalError', 'tempfail'],
      ['On-DNSError', 'accept'],
      ['On-BadSignature', 'accept'],
      ['RequireSafeKeys', 'yes'],
      ...(opendkim.pidFile === undefined ? [] : [['PidFile', word(opendkim.pidFile)] as const]),
      ['AuthservID', word(input.settings.hostname)],
      ['RemoveARAll', 'yes'],
      ['RemoveARFrom', word(input.settings.hostname)],
      ...(surroundings === undefined
        ? []
        : [['ResolverConfiguration', word(`${opendkim.config}/resolver.conf`)] as const]),
    ],
    ' ',
  )
  return [
    { path: opendkim.file, text: `${HEADER}${text}\n`, mode: 0o644 },
    { path: hosts, text: '0.0.0.1\n', mode: 0o644 },
    ...renderResolver(input),
  ]
}
