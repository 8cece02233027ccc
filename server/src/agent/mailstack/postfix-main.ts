import { postfixWord, textTable } from './escape.ts'
import { mapReference } from './postfix-maps.ts'
import { publicMilters, signingMilters } from './postfix-milters.ts'
import { publicRestrictions } from './postfix-restrictions.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

type Setting = readonly [name: string, value: string]

const identity = ({ layout, settings }: RenderInput): Setting[] => [
  // Else old-style defaults: append_dot_mydomain, mynetworks of the subnet, empty relay restrictions.
  ['compatibility_level', '3.6'],
  ['queue_directory', postfixWord(layout.stack.postfix.queue)],
  ['data_directory', postfixWord(layout.stack.postfix.data)],
  // Empty means syslog, where every line gets an RFC 3339 stamp.
  ['maillog_file', ''],
  ['multi_instance_enable', 'no'],
  ['myhostname', postfixWord(settings.hostname)],
  ['myorigin', '$myhostname'],
  ['mydestination', 'localhost, localhost.localdomain'],
  ['mynetworks', layout.listen === undefined ? '127.0.0.1/32 [::1]/128' : '127.0.0.1/32'],
  ['inet_interfaces', layout.listen === undefined ? 'all' : postfixWord(layout.listen)],
  ['inet_protocols', layout.listen === undefined ? 'all' : 'ipv4'],
  // No version: it only helps those who look for a hole in one.
  ['smtpd_banner', '$myhostname ESMTP'],
]

const recipients = (input: RenderInput): Setting[] => [
  ['alias_maps', ''],
  ['alias_database', ''],
  // There are no system mailboxes: root@ and its like are sent on by the first map below.
  ['local_recipient_maps', 'inline:{ { none = none } }'],
  ['local_transport', 'error:5.1.1 No mailbox on this host'],
  ['relay_domains', ''],
  ['virtual_alias_domains', '$myhostname'],
  [
    'virtual_alias_maps',
    `texthash:${postfixWord(input.layout.stack.postfix.config)}/system_aliases, ${mapReference(input, 'destinations')}`,
  ],
  ['virtual_mailbox_domains', mapReference(input, 'domains')],
  ['virtual_mailbox_maps', mapReference(input, 'mailboxes')],
  ['virtual_transport', `lmtp:unix:${postfixWord(input.layout.stack.postfix.lmtpSocket)}`],
  ['virtual_alias_expansion_limit', '500'],
  ['virtual_alias_recursion_limit', '20'],
  ['recipient_delimiter', '+'],
  // The look-up itself keeps a tag for a mailbox and drops it for an alias.
  ['propagate_unmatched_extensions', ''],
  ['smtpd_sender_login_maps', mapReference(input, 'sender_logins')],
]

const protocol = ({ settings }: RenderInput): Setting[] => [
  // SMTP smuggling: one way to end a message, for everybody. CVE-2023-51764.
  ['smtpd_forbid_bare_newline', 'normalize'],
  ['smtpd_forbid_bare_newline_exclusions', ''],
  ['smtpd_forbid_unauth_pipelining', 'yes'],
  ['cleanup_replace_stray_cr_lf', 'yes'],
  ['smtpd_relay_before_recipient_restrictions', 'yes'],
  ['smtpd_delay_reject', 'yes'],
  ['disable_vrfy_command', 'yes'],
  ['smtpd_helo_required', 'yes'],
  ['strict_rfc821_envelopes', 'yes'],
  ['show_user_unknown_table_name', 'no'],
  ['allow_percent_hack', 'no'],
  ['swap_bangpath', 'no'],
  ['biff', 'no'],
  ['append_dot_mydomain', 'no'],
  ['enable_long_queue_ids', 'yes'],
  // Dovecot's LMTP does not announce SMTPUTF8: what was accepted would bounce 5.6.7.
  ['smtputf8_enable', 'no'],
  ['message_size_limit', String(settings.message_size_limit)],
  ['mailbox_size_limit', '0'],
  ['virtual_mailbox_limit', '0'],
  ['queue_minfree', String(2 * settings.message_size_limit)],
  ['maximal_queue_lifetime', '5d'],
  ['bounce_queue_lifetime', '1d'],
  // A daemon that died of a locked table, and mail deferred for one, are tried again within the minute.
  ['service_throttle_time', '10s'],
  ['minimal_backoff_time', '60s'],
  ['queue_run_delay', '60s'],
  ['authorized_submit_users', 'root'],
  ['authorized_mailq_users', 'root'],
  ['authorized_flush_users', 'root'],
]

const tls = ({ layout }: RenderInput): Setting[] => [
  ['smtpd_tls_security_level', 'may'],
  ['smtpd_tls_auth_only', 'yes'],
  ['smtpd_tls_chain_files', postfixWord(layout.stack.tls.bundle)],
  ['smtpd_tls_mandatory_protocols', '>=TLSv1.2'],
  ['smtp_tls_mandatory_protocols', '>=TLSv1.2'],
  ['smtpd_tls_protocols', '>=TLSv1.2'],
  ['smtp_tls_protocols', '>=TLSv1.2'],
  ['smtpd_tls_mandatory_ciphers', 'high'],
  ['smtp_tls_mandatory_ciphers', 'high'],
  ['smtpd_tls_ciphers', 'medium'],
  ['smtp_tls_ciphers', 'medium'],
  ['smtpd_tls_mandatory_exclude_ciphers', 'aNULL'],
  ['smtp_tls_mandatory_exclude_ciphers', 'aNULL'],
  ['tls_preempt_cipherlist', 'no'],
  ['tls_ssl_options', 'NO_RENEGOTIATION'],
  ['smtpd_tls_loglevel', '1'],
  ['smtp_tls_loglevel', '1'],
  ['smtpd_tls_received_header', 'yes'],
  // `dane` needs a resolver that validates; nothing here proves yet that the machine's does.
  ['smtp_tls_security_level', 'may'],
  ['smtp_tls_dane_insecure_mx_policy', 'dane'],
  ['smtp_tls_CAfile', postfixWord(layout.stack.system.caBundle)],
]

const sasl = ({ layout }: RenderInput): Setting[] => [
  ['smtpd_sasl_auth_enable', 'no'],
  ['smtpd_sasl_type', 'dovecot'],
  ['smtpd_sasl_path', postfixWord(layout.stack.postfix.saslSocket)],
  ['smtpd_sasl_security_options', 'noanonymous'],
  ['smtpd_sasl_tls_security_options', 'noanonymous'],
  ['smtpd_sasl_local_domain', ''],
  ['broken_sasl_auth_clients', 'no'],
]

const rates: Setting[] = [
  ['smtpd_client_connection_count_limit', '20'],
  ['smtpd_client_connection_rate_limit', '60'],
  ['smtpd_client_auth_rate_limit', '10'],
  ['smtpd_client_message_rate_limit', '0'],
  ['smtpd_client_recipient_rate_limit', '0'],
  ['smtpd_client_event_limit_exceptions', ''],
  ['smtpd_recipient_limit', '1000'],
  ['smtpd_error_sleep_time', '1s'],
  ['smtpd_soft_error_limit', '5'],
  ['smtpd_hard_error_limit', '12'],
]

const filters = (input: RenderInput): Setting[] => [
  ['milter_default_action', 'tempfail'],
  ['milter_protocol', '6'],
  ['milter_connect_timeout', '5s'],
  ['milter_command_timeout', '10s'],
  ['milter_content_timeout', '60s'],
  ['smtpd_milters', publicMilters(input.layout)],
  ['non_smtpd_milters', signingMilters(input.layout, input.ed25519)],
  ['internal_mail_filter_classes', ''],
  // Marks of the spam filter that a stranger brings along must not survive an outage of the filter.
  [
    'header_checks',
    `regexp:${postfixWord(input.layout.stack.postfix.config)}/incoming_header_checks`,
  ],
  ['mime_header_checks', ''],
  ['nested_header_checks', ''],
  ['body_checks', ''],
]

/** Where the private stack's outgoing mail ends: a file sink, and two domains that stay in the queue. */
const surroundings = ({ layout }: RenderInput): Setting[] => {
  const around = layout.stack.surroundings
  if (around === undefined) return [['relayhost', '']]
  const dead = `[127.0.0.1]:${around.deadPort}`
  return [
    ['relayhost', `[127.0.0.1]:${around.sinkPort}`],
    ['smtp_host_lookup', 'native'],
    ['smtp_dns_support_level', 'disabled'],
    ['defer_transports', 'parked'],
    ['transport_maps', `inline:{ { defer.test = parked:${dead} }, { dead.test = smtp:${dead} } }`],
  ]
}

/** main.cf: every line of the hardening guide, also where it equals a release's default. */
export const renderMain = (input: RenderInput): RenderedFile => {
  const sections: Setting[][] = [
    identity(input),
    recipients(input),
    protocol(input),
    tls(input),
    sasl(input),
    publicRestrictions(input),
    rates,
    filters(input),
    surroundings(input),
  ]
  return {
    path: `${input.layout.stack.postfix.config}/main.cf`,
    text: `${HEADER}${sections.map((section) => keyValueLines(section)).join('\n\n')}\n`,
    mode: 0o644,
  }
}

/** Where mail for the system's own names goes; nowhere until somebody is postmaster. */
export const renderSystemAliases = ({ layout, settings }: RenderInput): RenderedFile => {
  const names = ['root', 'postmaster', 'abuse', 'mailer-daemon', 'hostmaster', 'webmaster']
  const to = settings.postmaster_address
  const lines =
    to === null
      ? []
      : [settings.hostname, 'localhost', 'localhost.localdomain'].flatMap((domain) =>
          names.map((name) => `${name}@${domain} ${textTable(to)}\n`),
        )
  return {
    path: `${layout.stack.postfix.config}/system_aliases`,
    text: HEADER + lines.join(''),
    mode: 0o644,
  }
}
