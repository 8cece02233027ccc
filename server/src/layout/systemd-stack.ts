import { packagedFolders } from './folders.ts'
import { debianDaemons, debianUsers, type StackLayout } from './stack.ts'

/** Configuration that the agent writes where the packages expect it; the rest of /etc is closed to the agent. */
const configuration = {
  postfix: {
    config: '/etc/postfix',
    queue: '/var/spool/postfix',
    data: '/var/lib/postfix',
    reinjectPort: 10588,
    // Postfix's own folder for the sockets of others, 0700 postfix, made by its check.
    saslSocket: '/var/spool/postfix/private/auth',
    lmtpSocket: '/var/spool/postfix/private/dovecot-lmtp',
    quotaSocket: '/var/spool/postfix/private/dovecot-quota',
  },
  dovecot: {
    config: '/etc/dovecot',
    file: '/etc/dovecot/dovecot.conf',
    base: '/run/dovecot',
    state: '/var/lib/dovecot',
    sieve: '/etc/dovecot/sieve',
  },
  spamd: {
    config: '/etc/spamassassin',
    socket: '/run/spamd/spamd.sock',
    home: '/var/lib/spamassassin',
  },
  spamassMilter: { socket: '/var/spool/postfix/spamass/spamass.sock' },
} as const

/** Left as the machine has them; here because they are asked, shown and read. */
const asTheyStand = {
  unbound: {
    config: '/etc/unbound',
    file: '/etc/unbound/unbound.conf',
    zones: '/etc/unbound/unbound.conf.d/mission-control.conf',
    control: '/run/unbound.ctl',
  },
  rsyslog: {
    config: '/etc/rsyslog.d',
    file: '/etc/rsyslog.conf',
    socket: '/run/systemd/journal/syslog',
    work: '/var/spool/rsyslog',
    mailLog: '/var/log/mail.log',
  },
} as const

/**
 * The packages of Debian 12 and 13 as they come: their folders, users and units.
 * @param state absolute path of the state folder
 */
export const systemdStack = (state: string): StackLayout => {
  const dkim = (path: string) => `${state}/dkim/${path}`
  const stack: Omit<StackLayout, 'folders'> = {
    rendered: ['spamd', 'opendkim', 'dovecot', 'postfix'],
    staged: `${state}/agent/staged`,
    users: debianUsers,
    daemons: debianDaemons,
    system: {
      passwd: '/etc/passwd',
      group: '/etc/group',
      caBundle: '/etc/ssl/certs/ca-certificates.crt',
      spamassassinPlugins: '/etc/spamassassin',
    },
    ...configuration,
    ...asTheyStand,
    opendkim: {
      config: '/etc/opendkim',
      // The package's own file is a link to this one, so that the agent needs no right to write in /etc itself.
      file: '/etc/opendkim/opendkim.conf',
      keys: dkim('keys'),
      removedKeys: dkim('removed'),
      keyTable: dkim('KeyTable'),
      signingTable: dkim('SigningTable'),
      socket: '/var/spool/postfix/opendkim/opendkim.sock',
      // Where the package's unit looks for it.
      pidFile: '/run/opendkim/opendkim.pid',
    },
    ed25519Signer: {
      file: '/etc/opendkim/ed25519.conf',
      keyTable: dkim('KeyTable.ed25519'),
      signingTable: dkim('SigningTable.ed25519'),
      socket: '/var/spool/postfix/opendkim/ed25519.sock',
    },
    tls: { dir: `${state}/tls`, bundle: `${state}/tls/server.pem` },
    logs: '/var/log',
    surroundings: undefined,
  }
  return { ...stack, folders: packagedFolders(stack) }
}
