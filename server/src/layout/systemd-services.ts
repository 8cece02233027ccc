import type { ServiceName } from '@mc/shared/rules'
import {
  ED25519_SIGNER,
  ed25519Helper,
  elsewhere,
  packaged,
  type ServiceLayout,
} from './services.ts'
import type { StackLayout } from './stack.ts'

const unit = (
  name: ServiceName,
  program: string,
  daemon: string,
  { units = [`${program}.service`], tag = program }: { units?: string[]; tag?: string } = {},
): ServiceLayout => ({
  ...packaged(name, program, daemon, tag),
  units,
  absent: `${name} is not installed on this machine. Install its package.`,
})

/** The services of a Debian machine, each under the names that releases give its unit. */
export const systemdServices = ({
  daemons,
  ed25519Signer,
}: Pick<StackLayout, 'daemons' | 'ed25519Signer'>): readonly ServiceLayout[] => [
  // Debian 12 has a postfix.service that starts the instance `-` and runs nothing itself.
  unit('postfix', 'postfix', daemons.postfix, {
    units: ['postfix.service', 'postfix@-.service'],
  }),
  unit('dovecot', 'dovecot', daemons.dovecot),
  unit('mariadb', 'mariadb', '/usr/sbin/mariadbd', {
    units: ['mariadb.service', 'mysql.service'],
  }),
  {
    ...unit('opendkim', 'opendkim', daemons.opendkim),
    helper: {
      ...ed25519Helper,
      units: [`${ED25519_SIGNER}.service`],
      work: ed25519Signer.signingTable,
    },
  },
  unit('spamassassin', 'spamd', daemons.spamd, {
    units: ['spamd.service', 'spamassassin.service'],
  }),
  unit('spamass-milter', 'spamass-milter', daemons.spamassMilter),
  unit('nginx', 'nginx', '/usr/sbin/nginx'),
  {
    ...unit('apache2', 'apache2', '/usr/sbin/apache2'),
    optional: true,
    insteadOf: 'nginx',
  },
  unit('unbound', 'unbound', daemons.unbound),
  unit('rsyslog', 'rsyslog', daemons.rsyslogd, { tag: 'rsyslogd' }),
  elsewhere(
    'ceymail-ai-filter',
    'The AI screening filter is not installed. Mail is delivered without it.',
  ),
  {
    ...unit('fail2ban', 'fail2ban', '/usr/bin/fail2ban-server'),
    // Its unit is a simple one: it counts as started before it has read its jails, and ends when it cannot.
    socket: '/run/fail2ban/fail2ban.sock',
    optional: true,
  },
]
