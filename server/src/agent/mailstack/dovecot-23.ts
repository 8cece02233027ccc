import type { Layout } from '../../layout/index.ts'
import { dovecotSql, OVER_QUOTA, TOO_LARGE } from './dovecot-sql.ts'
import { dovecotConnect, dovecot23 as q } from './escape.ts'
import type { LookupSource } from './lookup-source.ts'
import { HEADER, keyValueLines, type RenderedFile, type RenderInput } from './rendered.ts'

const sqlFile = (layout: Layout): string => `${layout.stack.dovecot.config}/sql.conf.ext`

const connect = (lookup: LookupSource): string =>
  lookup.kind === 'sqlite'
    ? dovecotConnect(lookup.path)
    : [
        `host=${dovecotConnect(lookup.host)}`,
        ...(lookup.host.startsWith('/') ? [] : [`port=${lookup.port}`]),
        `dbname=${dovecotConnect(lookup.database)}`,
        `user=${dovecotConnect(lookup.dovecot.user)}`,
        `password=${dovecotConnect(lookup.dovecot.password)}`,
      ].join(' ')

/** The SQL settings, 0640 root:dovecot: the reader's password may stand in them. */
export const renderSql23 = ({ layout, lookup }: RenderInput): RenderedFile => {
  const sql = dovecotSql(layout, lookup, {
    user: '%u',
    quota: { field: 'quota_rule', value: '*:bytes={bytes}' },
  })
  return {
    path: sqlFile(layout),
    text: `${HEADER}${keyValueLines([
      ['driver', lookup.kind === 'sqlite' ? 'sqlite' : 'mysql'],
      ['connect', connect(lookup)],
      ['default_pass_scheme', 'SSHA512'],
      ['password_query', sql.password],
      ['user_query', sql.user],
      ['iterate_query', sql.iterate],
    ])}\n`,
    mode: 0o640,
    group: layout.stack.users.dovecot,
  }
}

const listener = (name: string, port: number, tls = false): string =>
  `  inet_listener ${name} {\n    port = ${port}\n    ssl = ${tls ? 'yes' : 'no'}\n  }`

const socket = (path: string, mode: string, owner: string): string =>
  `  unix_listener ${path} {\n    mode = ${mode}\n    user = ${owner}\n    group = ${owner}\n  }`

/**
 * Dovecot delays logins from an address that guessed wrong. In the private stack every client shares 127.0.0.1, so one
 * client's mistakes would hold up all others, for longer than Postfix waits.
 */
const noSharedPenalty = `
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}`

const services = ({ ports, stack }: Layout): string => `
service imap-login {
${listener('imap', ports.imap)}
${listener('imaps', ports.imaps, true)}
}
service pop3-login {
${listener('pop3', ports.pop3)}
${listener('pop3s', 0)}
}
service managesieve-login {
${listener('sieve', ports.sieve)}
}
service lmtp {
${socket(stack.postfix.lmtpSocket, '0660', stack.users.postfix)}
}
service auth {
${socket(stack.postfix.saslSocket, '0660', stack.users.postfix)}
${socket('auth-userdb', '0600', 'root')}
}
service auth-worker {
  user = $default_internal_user
  extra_groups = ${stack.users.postfix}
}
service quota-status {
  executable = quota-status -p postfix
  client_limit = 1
${socket(stack.postfix.quotaSocket, '0660', stack.users.postfix)}
}
service stats {
  unix_listener stats-writer {
    mode = 0666
  }
}${stack.surroundings === undefined ? '' : noSharedPenalty}`

const folders = `
namespace inbox {
  inbox = yes
  separator = /
${['Drafts', 'Junk', 'Sent', 'Trash']
  .map((name) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = subscribe\n  }`)
  .join('\n')}
}`

const main = ({ layout, settings }: RenderInput): string => {
  const { stack, mail } = layout
  return keyValueLines([
    ['instance_name', q('dovecot')],
    ['base_dir', q(stack.dovecot.base)],
    ['state_dir', q(stack.dovecot.state)],
    ['log_path', 'syslog'],
    ['syslog_facility', 'mail'],
    ['protocols', 'imap pop3 lmtp sieve'],
    ['listen', layout.listen ?? '*, ::'],
    ['default_internal_user', stack.users.dovecot],
    ['default_login_user', stack.users.dovecotLogin],
    ['ssl', 'required'],
    ['ssl_min_protocol', 'TLSv1.2'],
    ['ssl_cert', `<${stack.tls.bundle}`],
    ['ssl_key', `<${stack.tls.bundle}`],
    ['ssl_prefer_server_ciphers', 'no'],
    ['disable_plaintext_auth', 'yes'],
    ['auth_mechanisms', 'plain login'],
    ['auth_username_format', '%Lu'],
    // A change of a password or a switched-off mailbox counts from the next login on.
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
    ['mail_access_groups', ''],
    ['mail_privileged_group', ''],
    ['mail_location', 'maildir:~/Maildir'],
    ['mail_plugins', 'quota'],
    ['recipient_delimiter', '+'],
    ['lmtp_save_to_detail_mailbox', 'no'],
    ['lmtp_user_concurrency_limit', '10'],
    // Full since it was accepted: stays in the queue instead of bouncing to who may never have sent it.
    ['quota_full_tempfail', 'yes'],
    ['submission_host', `127.0.0.1:${stack.postfix.reinjectPort}`],
    ['hostname', settings.hostname],
    ['postmaster_address', q(settings.postmaster_address ?? `postmaster@${settings.hostname}`)],
  ])
}

const databases = (layout: Layout): string =>
  ['passdb', 'userdb']
    .map((kind) => `${kind} {\n  driver = sql\n  args = ${q(sqlFile(layout))}\n}`)
    .join('\n')

const plugins = ({ stack }: Layout): string => `
protocol imap {
  mail_plugins = quota imap_quota
}
protocol lmtp {
  mail_plugins = quota sieve
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_grace = 10%%
  quota_status_success = DUNNO
  quota_status_nouser = DUNNO
  quota_status_overquota = "${OVER_QUOTA}"
  quota_status_toolarge = "${TOO_LARGE}"
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_before = ${q(`${stack.dovecot.sieve}/junk.sieve`)}
  sieve_max_redirects = 4
  sieve_max_script_size = 1M
  sieve_quota_max_storage = 10M
}`

/** dovecot.conf in the syntax of 2.3 (Debian 12). */
export const renderDovecot23 = (input: RenderInput): RenderedFile[] => [
  {
    path: input.layout.stack.dovecot.file,
    text: `${HEADER}${main(input)}\n${databases(input.layout)}\n${folders}\n${services(input.layout)}\n${plugins(input.layout)}\n`,
    mode: 0o644,
  },
  renderSql23(input),
]
