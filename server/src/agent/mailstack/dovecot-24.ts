import type { Layout } from '../../layout/index.ts'
import { dovecotSql, OVER_QUOTA, TOO_LARGE } from './dovecot-sql.ts'
import { dovecotConnect, dovecotTemplate, dovecot24 as q } from './escape.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

/** 2.4's defaults follow these numbers, so they name the installed release, and storage never a newer one. */
const versions = (release: string): string =>
  keyValueLines([
    ['dovecot_config_version', release],
    ['dovecot_storage_version', release],
  ])

const block = (head: string, lines: readonly string[]): string =>
  `${head} {\n${lines.map((line) => line.replace(/^/gm, '  ')).join('\n')}\n}`

const socket = (path: string, mode: string, owner: string): string =>
  block(`unix_listener ${path}`, [`mode = ${mode}`, `user = ${owner}`, `group = ${owner}`])

const listener = (name: string, port: number, tls = false): string =>
  block(`inet_listener ${name}`, [`port = ${port}`, `ssl = ${tls ? 'yes' : 'no'}`])

const services = ({ ports, stack }: Layout): string[] => [
  block('service imap-login', [listener('imap', ports.imap), listener('imaps', ports.imaps, true)]),
  block('service pop3-login', [listener('pop3', ports.pop3), listener('pop3s', 0, true)]),
  block('service managesieve-login', [listener('sieve', ports.sieve)]),
  block('service lmtp', [socket(stack.postfix.lmtpSocket, '0660', stack.users.postfix)]),
  block('service auth', [
    socket(stack.postfix.saslSocket, '0660', stack.users.postfix),
    socket('auth-userdb', '0600', 'root'),
  ]),
  block('service auth-worker', [
    `user = ${stack.users.dovecot}`,
    `extra_groups = ${stack.users.postfix}`,
  ]),
  block('service quota-status', [
    'executable = quota-status -p postfix',
    'client_limit = 1',
    socket(stack.postfix.quotaSocket, '0660', stack.users.postfix),
  ]),
  // As in 2.3: clients of the private stack share one address, and with it each other's penalty.
  ...(stack.surroundings === undefined
    ? []
    : [block('service anvil', [block('unix_listener anvil-auth-penalty', ['mode = 0'])])]),
]

const connection = ({ lookup }: RenderInput): string[] =>
  lookup.kind === 'sqlite'
    ? ['sql_driver = sqlite', `sqlite_path = ${q(lookup.path)}`]
    : [
        'sql_driver = mysql',
        block(`mysql ${dovecotConnect(lookup.host)}`, [
          ...(lookup.host.startsWith('/') ? [] : [`port = ${lookup.port}`]),
          `dbname = ${q(lookup.database)}`,
          `user = ${q(lookup.dovecot.user)}`,
          `password = ${q(lookup.dovecot.password)}`,
        ]),
      ]

const databases = (input: RenderInput): string[] => {
  const sql = dovecotSql(input.layout, input.lookup, {
    user: '%{user}',
    quota: { field: 'quota_storage_size', value: '{bytes}B' },
  })
  return [
    ...connection(input),
    block('passdb sql', [
      'default_password_scheme = SSHA512',
      `query = ${dovecotTemplate(sql.password)}`,
    ]),
    block('userdb sql', [
      `query = ${dovecotTemplate(sql.user)}`,
      `iterate_query = ${dovecotTemplate(sql.iterate)}`,
    ]),
  ]
}

const folders = block('namespace inbox', [
  'inbox = yes',
  'separator = /',
  ...['Drafts', 'Junk', 'Sent', 'Trash'].map((name) =>
    block(`mailbox ${name}`, [`special_use = \\${name}`, 'auto = subscribe']),
  ),
])

const general = ({ layout, settings }: RenderInput): string => {
  const { stack, mail } = layout
  return keyValueLines([
    ['instance_name', q('dovecot')],
    ['base_dir', q(stack.dovecot.base)],
    ['state_dir', q(stack.dovecot.state)],
    ['log_path', 'syslog'],
    ['syslog_facility', 'mail'],
    ['listen', layout.listen ?? '*, ::'],
    ['default_internal_user', stack.users.dovecot],
    ['default_internal_group', stack.users.dovecot],
    ['default_login_user', stack.users.dovecotLogin],
    ['ssl', 'required'],
    ['ssl_min_protocol', 'TLSv1.2'],
    ['ssl_server_cert_file', q(stack.tls.bundle)],
    ['ssl_server_key_file', q(stack.tls.bundle)],
    ['ssl_server_prefer_ciphers', 'client'],
    ['auth_allow_cleartext', 'no'],
    ['auth_mechanisms', 'plain login'],
    ['auth_username_format', dovecotTemplate('%{user | lower}')],
    ['auth_cache_size', '0'],
    ['auth_failure_delay', '2 secs'],
    ['login_trusted_networks', ''],
    ['auth_verbose', 'yes'],
    ['auth_verbose_passwords', 'no'],
    ['auth_debug', 'no'],
    ['auth_debug_passwords', 'no'],
    ['mail_max_userip_connections', '20'],
    ['first_valid_uid', String(mail.uid)],
    ['last_valid_uid', String(mail.uid)],
    ['first_valid_gid', String(mail.gid)],
    ['last_valid_gid', String(mail.gid)],
    ['mail_full_filesystem_access', 'no'],
    ['mail_driver', 'maildir'],
    ['mail_path', '~/Maildir'],
    ['recipient_delimiter', '+'],
    ['lmtp_save_to_detail_mailbox', 'no'],
    ['lmtp_user_concurrency_limit', '10'],
    ['quota_full_tempfail', 'yes'],
    ['submission_host', `127.0.0.1:${stack.postfix.reinjectPort}`],
    ['hostname', settings.hostname],
    ['postmaster_address', q(settings.postmaster_address ?? `postmaster@${settings.hostname}`)],
  ])
}

const delivery = ({ stack }: Layout): string[] => [
  block('protocols', ['imap = yes', 'lmtp = yes', 'pop3 = yes', 'sieve = yes']),
  block('mail_plugins', ['quota = yes']),
  block('protocol imap', [block('mail_plugins', ['imap_quota = yes'])]),
  block('protocol lmtp', [block('mail_plugins', ['sieve = yes'])]),
  block('quota "User quota"', ['driver = count']),
  keyValueLines([
    ['quota_storage_grace', '10M'],
    ['quota_status_success', 'DUNNO'],
    ['quota_status_nouser', 'DUNNO'],
    ['quota_status_overquota', `"${OVER_QUOTA}"`],
    ['quota_status_toolarge', `"${TOO_LARGE}"`],
    ['sieve_max_redirects', '4'],
    ['sieve_max_script_size', '1M'],
    ['sieve_quota_storage_size', '10M'],
  ]),
  block('sieve_script personal', [
    'type = personal',
    'path = ~/sieve',
    'active_path = ~/.dovecot.sieve',
  ]),
  block('sieve_script junk', ['type = before', `path = ${q(`${stack.dovecot.sieve}/junk.sieve`)}`]),
]

/** dovecot.conf in the syntax of 2.4 (Debian 13); 0640, since the reader's password may stand in it. */
export const renderDovecot24 = (input: RenderInput, release: string): RenderedFile[] => [
  {
    path: input.layout.stack.dovecot.file,
    text: `${HEADER}${[
      versions(release),
      general(input),
      ...databases(input),
      folders,
      ...services(input.layout),
      ...delivery(input.layout),
    ].join('\n\n')}\n`,
    mode: 0o640,
    group: input.layout.stack.users.dovecot,
  },
]
