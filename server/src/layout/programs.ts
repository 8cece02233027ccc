/** Every program that the agent may start, by the name it is known by. Debian 12 and 13 have them at the same places. */
export const debianPrograms = {
  /** The runtime itself, for work that is done under another uid. */
  node: process.execPath,
  apachectl: '/usr/sbin/apachectl',
  doveadm: '/usr/bin/doveadm',
  doveconf: '/usr/bin/doveconf',
  dovecot: '/usr/sbin/dovecot',
  'fail2ban-client': '/usr/bin/fail2ban-client',
  journalctl: '/usr/bin/journalctl',
  mariadbd: '/usr/sbin/mariadbd',
  nginx: '/usr/sbin/nginx',
  opendkim: '/usr/sbin/opendkim',
  openssl: '/usr/bin/openssl',
  postconf: '/usr/sbin/postconf',
  postfix: '/usr/sbin/postfix',
  postcat: '/usr/sbin/postcat',
  postmap: '/usr/sbin/postmap',
  postqueue: '/usr/sbin/postqueue',
  postsuper: '/usr/sbin/postsuper',
  rsyslogd: '/usr/sbin/rsyslogd',
  setpriv: '/usr/bin/setpriv',
  sievec: '/usr/bin/sievec',
  spamassassin: '/usr/bin/spamassassin',
  systemctl: '/usr/bin/systemctl',
  'systemd-run': '/usr/bin/systemd-run',
  'unbound-checkconf': '/usr/sbin/unbound-checkconf',
  'unbound-control': '/usr/sbin/unbound-control',
} as const

export type ProgramName = keyof typeof debianPrograms
export type Programs = Readonly<Record<ProgramName, string>>

/** PATH of what the agent starts: daemons' checkers call further programs. */
export const programPath = '/usr/sbin:/usr/bin:/sbin:/bin'
