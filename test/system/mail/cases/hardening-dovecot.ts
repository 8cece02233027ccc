import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { promisify } from 'node:util'
import type { MailBed } from '../../../helpers/mail-bed.ts'
import { differences, settings } from '../../../helpers/settings-lines.ts'
import type { Cases } from './types.ts'

const run = promisify(execFile)

/** 2.3's names; Debian 13's 2.4 has its own test of the rendered file. */
const expectedDovecot: Readonly<Record<string, string>> = {
  ssl: 'required',
  ssl_min_protocol: 'TLSv1.2',
  ssl_prefer_server_ciphers: 'no',
  disable_plaintext_auth: 'yes',
  auth_mechanisms: 'plain login',
  auth_username_format: '%Lu',
  auth_username_chars: 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ01234567890.-_@',
  auth_cache_size: '0',
  auth_failure_delay: '2 secs',
  login_trusted_networks: '',
  mail_max_userip_connections: '20',
  first_valid_uid: '5000',
  last_valid_uid: '5000',
  mail_full_filesystem_access: 'no',
  mail_access_groups: '',
  recipient_delimiter: '+',
  lmtp_save_to_detail_mailbox: 'no',
  lmtp_user_concurrency_limit: '10',
  auth_verbose: 'yes',
  auth_verbose_passwords: 'no',
  auth_debug: 'no',
  auth_debug_passwords: 'no',
}

/** The settings in force, as doveconf reads them where the daemon runs: there the state folder is /srv/state. */
const inForce = async ({ panel }: MailBed): Promise<string> => {
  const { pid } = panel.processes().find(({ command }) => command.includes('sbin/dovecot')) ?? {}
  const file = panel.layout.stack.dovecot.file.replace(panel.stateDir, '/srv/state')
  const inside = ['-t', `${pid}`, '-m', 'doveconf', '-a', '-c', file]
  return (await run('nsenter', inside, { maxBuffer: 8 * 1024 * 1024 })).stdout
}

export const dovecotHardeningCases: Cases = [
  [
    'Dovecot runs with every setting of the hardening guide, each written explicitly',
    async (t, bed) => {
      const text = readFileSync(bed.panel.layout.stack.dovecot.file, 'utf8')
      if (/^dovecot_config_version/m.test(text)) {
        t.pass('2.4 has its own test')
        return
      }
      const top = (lines: string) => settings(lines.replaceAll(/^\s.*$/gm, ''))
      const effective = await inForce(bed)
      t.same(differences(top(effective), expectedDovecot), [], 'in force')
      for (const line of [
        'sieve_max_redirects = 4',
        'sieve_max_script_size = 1M',
        'quota_status_overquota = 552 5.2.2',
        'quota_grace = 10%%',
      ]) {
        t.match(effective, line)
      }
      const { auth_username_chars: _default, ...explicit } = expectedDovecot
      const unquoted = new Map([...top(text)].map(([k, v]) => [k, v.replace(/^"(.*)"$/, '$1')]))
      t.same(differences(unquoted, explicit), [], 'written')
    },
  ],
]
