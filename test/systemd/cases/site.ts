import type { Door } from '../../helpers/machine-panel.ts'
import { type Bed, write } from './types.ts'

type Machine = Pick<Bed, 'site' | 'tell'>

const certificate = '/etc/ssl/panel.pem'
const key = '/etc/ssl/private/panel.key'
const panel = 'http://127.0.0.1:8080'
/** The panel's own name and password at the database server. */
const login = 'panel:Correct-horse-8'

/** What browsers enter by, and the certificate that stands there. */
export const door: Door = { origin: 'https://127.0.0.1', certificate }

const nginx = `server {
  listen 443 ssl;
  ssl_certificate ${certificate};
  ssl_certificate_key ${key};
  location / {
    proxy_pass ${panel};
    proxy_set_header Host $host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_buffering off;
    proxy_read_timeout 150s;
  }
}
`
const apache = `<VirtualHost *:443>
  SSLEngine on
  SSLCertificateFile ${certificate}
  SSLCertificateKeyFile ${key}
  ProxyPreserveHost On
  ProxyTimeout 150
  ProxyPass / ${panel}/
</VirtualHost>
`

const openDoor = async ({ site, tell }: Machine): Promise<void> => {
  await tell([
    ...['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
    ...['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-out', certificate, '-keyout', key],
  ])
  if (site.web === 'nginx') {
    await write({ tell }, '/etc/nginx/conf.d/panel.conf', nginx)
  } else {
    await write({ tell }, '/etc/apache2/sites-available/panel.conf', apache)
    await tell(['a2enmod', '--quiet', 'ssl', 'proxy', 'proxy_http'])
    await tell(['a2ensite', '--quiet', 'panel'])
  }
  await tell(['systemctl', 'restart', site.web])
}

/** Debian's own choice of jails needs a log of sshd, which is not here. */
const jails = `[sshd]
enabled = false
[recidive]
enabled = true
backend = polling
`

const guard = async ({ tell }: Machine): Promise<void> => {
  await write({ tell }, '/etc/fail2ban/jail.local', jails)
  await tell(['systemctl', 'reset-failed', 'fail2ban'])
  await tell(['systemctl', 'restart', 'fail2ban'])
}

/** The schema and the account as the operator's guide asks for them. */
const makeSchema = async ({ tell }: Machine): Promise<void> => {
  const [user, password] = login.split(':')
  const account = `'${user}'@'localhost'`
  await tell([
    'mariadb',
    '--execute',
    `CREATE DATABASE panel; CREATE USER ${account} IDENTIFIED BY '${password}';
     GRANT ALL ON panel.* TO ${account} WITH GRANT OPTION; GRANT CREATE USER ON *.* TO ${account}`,
  ])
}

/** What an administrator has made of the packages before: none of it may be lost. */
const ownMarks: readonly (readonly [string, string])[] = [
  ['/etc/postfix/main.cf', 'smtpd_banner = the old server\n'],
  ['/etc/postfix/own-map', 'somebody@old.example OK\n'],
  ['/etc/dovecot/local.conf', 'login_greeting = the old server\n'],
  ['/etc/spamassassin/local.cf', 'required_score 7\n'],
  ['/etc/opendkim.conf', '# Ours since 2019.\n'],
  ['/etc/opendkim/keys/old.example.private', 'a key that signs elsewhere as well\n'],
  ['/etc/default/spamd', '# Tuned by hand.\n'],
]

const serveAlready = async ({ tell }: Machine): Promise<void> => {
  await tell(['mkdir', '-p', '/etc/opendkim/keys'])
  for (const [path, line] of ownMarks) {
    await tell(['sh', '-c', 'printf %s "$2" >> "$1"', 'mark', path, line])
  }
  await tell(['chmod', '0600', '/etc/opendkim/keys/old.example.private'])
  await tell(['chown', 'opendkim:opendkim', '/etc/opendkim/keys/old.example.private'])
  await tell(['systemctl', 'restart', 'dovecot', 'postfix', 'spamd', 'opendkim'])
}

/** The machine as its administrator has it. */
export const furnish = async (machine: Machine): Promise<void> => {
  const { site } = machine
  await openDoor(machine)
  await guard(machine)
  if (site.database === 'mariadb') await makeSchema(machine)
  if (site.serves) await serveAlready(machine)
}

/** His settings for the panel, before it is installed. */
export const settle = async ({ site, tell }: Machine): Promise<void> => {
  const lines = [`MC_PUBLIC_URL=${door.origin}`]
  if (site.database === 'mariadb') lines.push(`MC_DATABASE_URL='mysql://${login}@127.0.0.1/panel'`)
  await tell(['mkdir', '-p', '/etc/mission-control'])
  await write({ tell }, '/etc/mission-control/environment', `${lines.join('\n')}\n`)
  await tell(['chmod', '0600', '/etc/mission-control/environment'])
}
