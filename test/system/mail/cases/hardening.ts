import { execFile } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { promisify } from 'node:util'
import type { MailBed } from '../../../helpers/mail-bed.ts'
import { differences, settings } from '../../../helpers/settings-lines.ts'
import type { Cases } from './types.ts'

const run = promisify(execFile)

/** main.cf as the daemons read it; paths in it are those of the namespace, which postconf only prints. */
const postconf = async ({ panel }: MailBed) =>
  settings((await run('postconf', ['-c', panel.layout.stack.postfix.config, '-n'])).stdout)

const expectedMain: Readonly<Record<string, string>> = {
  compatibility_level: '3.6',
  smtpd_forbid_bare_newline: 'normalize',
  smtpd_forbid_bare_newline_exclusions: '',
  smtpd_forbid_unauth_pipelining: 'yes',
  cleanup_replace_stray_cr_lf: 'yes',
  smtpd_relay_before_recipient_restrictions: 'yes',
  smtpd_delay_reject: 'yes',
  disable_vrfy_command: 'yes',
  smtpd_helo_required: 'yes',
  strict_rfc821_envelopes: 'yes',
  show_user_unknown_table_name: 'no',
  smtpd_banner: '$myhostname ESMTP',
  allow_percent_hack: 'no',
  swap_bangpath: 'no',
  biff: 'no',
  append_dot_mydomain: 'no',
  enable_long_queue_ids: 'yes',
  mailbox_size_limit: '0',
  virtual_mailbox_limit: '0',
  recipient_delimiter: '+',
  smtputf8_enable: 'no',
  mynetworks: '127.0.0.1/32',
  mydestination: 'localhost, localhost.localdomain',
  virtual_alias_expansion_limit: '500',
  virtual_alias_recursion_limit: '20',
  maximal_queue_lifetime: '5d',
  bounce_queue_lifetime: '1d',
  authorized_submit_users: 'root',
  authorized_mailq_users: 'root',
  maillog_file: '',
  smtpd_tls_security_level: 'may',
  smtpd_tls_auth_only: 'yes',
  smtpd_tls_mandatory_protocols: '>=TLSv1.2',
  smtp_tls_mandatory_protocols: '>=TLSv1.2',
  smtpd_tls_protocols: '>=TLSv1.2',
  smtp_tls_protocols: '>=TLSv1.2',
  smtpd_tls_mandatory_ciphers: 'high',
  smtpd_tls_ciphers: 'medium',
  smtpd_tls_mandatory_exclude_ciphers: 'aNULL',
  tls_preempt_cipherlist: 'no',
  tls_ssl_options: 'NO_RENEGOTIATION',
  smtpd_tls_loglevel: '1',
  smtp_tls_loglevel: '1',
  smtpd_tls_received_header: 'yes',
  smtp_tls_dane_insecure_mx_policy: 'dane',
  smtpd_sasl_auth_enable: 'no',
  smtpd_client_restrictions: '',
  smtpd_helo_restrictions: 'reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname',
  smtpd_sender_restrictions: 'reject_non_fqdn_sender, reject_unknown_sender_domain',
  smtpd_relay_restrictions: 'reject_unauth_destination',
  smtpd_data_restrictions: 'reject_unauth_pipelining, reject_multi_recipient_bounce',
  smtpd_client_connection_count_limit: '20',
  smtpd_client_connection_rate_limit: '60',
  smtpd_client_auth_rate_limit: '10',
  smtpd_client_event_limit_exceptions: '',
  smtpd_recipient_limit: '1000',
  smtpd_error_sleep_time: '1s',
  smtpd_soft_error_limit: '5',
  smtpd_hard_error_limit: '12',
  milter_default_action: 'tempfail',
  milter_connect_timeout: '5s',
  milter_command_timeout: '10s',
  milter_content_timeout: '60s',
  internal_mail_filter_classes: '',
  body_checks: '',
}

/** Number of a system account. */
const idOf = async (kind: 'passwd' | 'group', name: string): Promise<number> =>
  Number((await run('getent', [kind, name])).stdout.split(':')[2])

export const hardeningCases: Cases = [
  [
    'Postfix runs with every setting of the hardening guide, each written explicitly',
    async (t, bed) => {
      const actual = await postconf(bed)
      t.same(differences(actual, expectedMain), [])
      t.equal(Number(actual.get('queue_minfree')), 2 * Number(actual.get('message_size_limit')))
      const maps = actual.get('virtual_mailbox_maps')
      t.match(maps, bed.database ? /^proxy:mysql:/ : /^sqlite:/, 'no connection for each process')
      const recipient = actual.get('smtpd_recipient_restrictions') ?? ''
      t.match(
        recipient,
        /^reject_non_fqdn_recipient, reject_unlisted_recipient, check_recipient_access/,
      )
      t.match(recipient, /check_policy_service \{ unix:\S+, timeout=5s, default_action=DUNNO \}$/)
      t.match(
        actual.get('mc_submission_sender'),
        /<> = 553 5\.7\.1 .*reject_authenticated_sender_login_mismatch$/,
      )
      t.match(
        actual.get('mc_submission_recipient'),
        /^reject_non_fqdn_recipient, check_recipient_access \S+, check_policy_service/,
      )
      t.match(
        actual.get('smtpd_milters'),
        /spamass\.sock, default_action=accept.*opendkim\.sock, default_action=accept/,
      )
      t.match(
        actual.get('non_smtpd_milters'),
        /^\{ unix:\S+opendkim\.sock, default_action=tempfail/,
      )
    },
  ],
  [
    'submission and submissions carry their own rules',
    async (t, { panel }) => {
      const { stdout } = await run('postconf', ['-c', panel.layout.stack.postfix.config, '-P'])
      for (const port of [panel.ports.submission, panel.ports.submissions]) {
        const own = settings(
          stdout
            .split('\n')
            .filter((line) => line.startsWith(`127.0.0.1:${port}/inet/`))
            .map((line) => line.slice(line.lastIndexOf('/inet/') + 6))
            .join('\n'),
        )
        t.same(
          differences(own, {
            smtpd_sasl_auth_enable: 'yes',
            smtpd_client_restrictions: 'permit_sasl_authenticated,reject',
            smtpd_relay_restrictions: 'permit_sasl_authenticated,reject',
            smtpd_sender_restrictions: '$mc_submission_sender',
            smtpd_recipient_restrictions: '$mc_submission_recipient',
            smtpd_reject_unlisted_sender: 'yes',
            smtpd_recipient_limit: '100',
            milter_macro_daemon_name: 'ORIGINATING',
            cleanup_service_name: 'subcleanup',
          }),
          [],
        )
        t.match(own.get('smtpd_milters'), /^\{ unix:\S+opendkim\.sock, default_action=tempfail/)
      }
    },
  ],
  [
    'OpenDKIM and unbound are set as the guide says',
    async (t, { panel }) => {
      const { opendkim, unbound } = panel.layout.stack
      const dkim = readFileSync(opendkim.file, 'utf8')
      for (const line of [
        'MacroList daemon_name=ORIGINATING',
        'SenderMacro {mail_addr}',
        'On-SignatureError tempfail',
        'On-InternalError tempfail',
        'On-DNSError accept',
        'On-BadSignature accept',
        'RequireSafeKeys yes',
        'OversignHeaders From',
        'Canonicalization relaxed/simple',
        'SignatureAlgorithm rsa-sha256',
        'MinimumKeyBits 1024',
        'RemoveARAll yes',
      ]) {
        t.ok(dkim.split('\n').includes(line), line)
      }
      t.equal(readFileSync(`${opendkim.config}/nobody`, 'utf8'), '0.0.0.1\n')
      const dns = readFileSync(unbound.file, 'utf8')
      for (const line of [
        'module-config: "validator iterator"',
        'access-control: 127.0.0.0/8 allow',
        'hide-identity: yes',
        'hide-version: yes',
        'qname-minimisation: yes',
        'harden-glue: yes',
        'harden-dnssec-stripped: yes',
      ]) {
        t.match(dns, line)
      }
    },
  ],
  [
    'secrets and tables have the rights of the guide',
    async (t, bed) => {
      const { stack, maps, agent } = bed.panel.layout
      const { name } = await bed.freshDomain()
      const postfix = await idOf('group', stack.users.postfix)
      const opendkim = await idOf('passwd', stack.users.opendkim)
      const rights = (path: string) => {
        const { mode, uid, gid } = statSync(path)
        return [(mode & 0o7777).toString(8), uid, gid]
      }
      t.same(rights(`${stack.opendkim.keys}/${name}/mail.private`).slice(0, 2), ['400', opendkim])
      t.same(rights(stack.tls.bundle), ['600', 0, 0])
      t.same(rights(maps.dir), ['751', 0, postfix])
      t.same(rights(maps.database), ['640', 5001, postfix])
      t.same(rights(`${stack.postfix.config}/maps/destinations.cf`), ['640', 0, postfix])
      t.same(rights(agent.dir), ['700', 0, 0])
      if (bed.database) t.same(rights(agent.readers), ['600', 0, 0])
    },
  ],
  [
    'Postfix reads its maps and nothing else of the panel, and writes neither',
    async (t, { panel }) => {
      const { maps, panel: own, agent, stack } = panel.layout
      const [uid, gid] = [
        await idOf('passwd', stack.users.postfix),
        await idOf('group', stack.users.postfix),
      ]
      const tries = async (deed: string, path: string): Promise<string> => {
        const script = `try { fs.${deed}; console.log('done') } catch (e) { console.log(e.code) }`
        const options = { uid, gid, cwd: '/' }
        const said = await run(
          process.execPath,
          ['-e', `const path = process.argv[1]; ${script}`, path],
          options,
        )
        return said.stdout.trim()
      }
      t.equal(await tries("openSync(path, 'r')", maps.database), 'done')
      for (const [deed, path] of [
        ["openSync(path, 'a')", maps.database],
        ['unlinkSync(path)', maps.database],
        ["renameSync(path, path + 'x')", maps.database],
        ["openSync(path, 'r')", own.database],
        ["openSync(path, 'r')", agent.journal],
        ["openSync(path, 'r')", stack.tls.bundle],
      ] as const) {
        t.match(await tries(deed, path), /^E(ACCES|PERM)$/, `${deed} of ${path}`)
      }
    },
  ],
]
