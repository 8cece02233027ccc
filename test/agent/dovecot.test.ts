import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderDovecot23 } from '@mc/server/agent/mailstack/dovecot-23.ts'
import { renderDovecot24 } from '@mc/server/agent/mailstack/dovecot-24.ts'
import type { LookupSource } from '@mc/server/agent/mailstack/lookup-source.ts'
import type { RenderInput } from '@mc/server/agent/mailstack/rendered.ts'
import t, { type Test } from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'

const reader = { user: 'mc_reader', password: 'abc123' }
const mariadb: LookupSource = {
  kind: 'mariadb',
  host: '127.0.0.1',
  port: 3306,
  database: 'mc',
  postfix: reader,
  dovecot: reader,
}

const input = (t: Test, lookup: LookupSource): RenderInput => ({
  layout: agentDeps(t).layout,
  settings: {
    hostname: 'mail.a.test',
    postmaster_address: 'chief@a.test',
    public_addresses: [],
    message_size_limit: 26_214_400,
    certificate: { source: 'self-signed' },
  },
  lookup,
  ed25519: 'none',
  spamassassinPlugins: [],
})

/** Settings whose names or forms differ, by release: what one has the other must not. */
const only23 = [
  'disable_plaintext_auth',
  'mail_location',
  'plugin {',
  'ssl_cert = <',
  '%Lu',
  'args =',
]
const only24 = [
  'auth_allow_cleartext = no',
  'mail_driver = maildir',
  'ssl_server_cert_file',
  '%{user | lower}',
  'sql_driver',
  'dovecot_storage_version',
]

t.test('2.3 and 2.4 get the same settings, each in its own words', async (t) => {
  for (const lookup of [{ kind: 'sqlite', path: '/x/mail.sqlite' } as const, mariadb]) {
    const given = input(t, lookup)
    const old = renderDovecot23(given)
      .map(({ text }) => text)
      .join('\n')
    const now = renderDovecot24(given, '2.4.1')
      .map(({ text }) => text)
      .join('\n')
    for (const word of only23) t.ok(old.includes(word) && !now.includes(word), word)
    for (const word of only24) t.ok(now.includes(word) && !old.includes(word), word)
    for (const word of [
      'ssl = required',
      'ssl_min_protocol = TLSv1.2',
      'auth_mechanisms = plain login',
      'auth_cache_size = 0',
      'auth_failure_delay = 2 secs',
      'login_trusted_networks =',
      'mail_max_userip_connections = 20',
      'first_valid_uid = 5000',
      'last_valid_uid = 5000',
      'mail_full_filesystem_access = no',
      'recipient_delimiter = +',
      'lmtp_save_to_detail_mailbox = no',
      'lmtp_user_concurrency_limit = 10',
      'auth_verbose_passwords = no',
      'sieve_max_redirects = 4',
      'sieve_max_script_size = 1M',
      'quota_status_overquota = "552 5.2.2',
      'l.active = 1 AND d.active = 1',
    ]) {
      t.ok(old.includes(word) && now.includes(word), word)
    }
    t.ok(/^dovecot_config_version = 2\.4\.1\ndovecot_storage_version = 2\.4\.1\n/m.test(now))
  }
})

t.test('a file in which the password of a reader stands is closed to others', async (t) => {
  const given = input(t, mariadb)
  for (const file of [...renderDovecot23(given), ...renderDovecot24(given, '2.4.1')]) {
    if (file.text.includes(reader.password)) t.match(file, { mode: 0o640, group: 'dovecot' })
  }
})

t.test('the Dovecot of this machine takes what is rendered for it', async (t) => {
  const { state, layout } = agentDeps(t)
  const { dovecot, doveconf } = layout.programs
  const release = execFileSync(dovecot, ['--version'], { encoding: 'utf8' })
  const given = input(t, mariadb)
  const rendered = release.startsWith('2.3')
    ? renderDovecot23(given)
    : renderDovecot24(given, /^[\d.]+/.exec(release)?.[0] ?? '')
  const pem = join(state, 'server.pem')
  writeFileSync(pem, 'a certificate')
  const file = join(state, 'dovecot.conf')
  const main = rendered[0]?.text.replaceAll(given.layout.stack.tls.bundle, pem) ?? ''
  writeFileSync(file, main)
  t.match(execFileSync(doveconf, ['-n', '-c', file], { encoding: 'utf8' }), 'chief@a.test')
})
