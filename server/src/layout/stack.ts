import { type StackFolder, sandboxFolders } from './folders.ts'
import ports from './sandbox-ports.json' with { type: 'json' }

/** System accounts of the Debian packages, by name: their numbers differ between machines. */
export interface StackUsers {
  readonly postfix: string
  readonly dovecot: string
  readonly dovecotLogin: string
  readonly opendkim: string
  readonly spamd: string
  readonly spamassMilter: string
  readonly unbound: string
  readonly sink: string
  /** Group that may read the mail log. */
  readonly logReaders: string
}

/** The daemons as the process manager starts them. */
export interface StackDaemons {
  readonly postfix: string
  readonly dovecot: string
  readonly opendkim: string
  readonly spamd: string
  readonly spamassMilter: string
  readonly unbound: string
  readonly rsyslogd: string
  readonly smtpSink: string
}

/** What only the private mail stack has: the whole outside world is a file sink and a resolver that knows every name. */
export interface Surroundings {
  /** Mail for outside addresses, one RFC 5322 file a message. */
  readonly sinkDir: string
  /** Takes that mail. */
  readonly sinkPort: number
  /** Loopback port that nothing listens on: dead.test is refused there, defer.test is parked for it. */
  readonly deadPort: number
  /** Loopback address whose port 53 is the private resolver. */
  readonly resolver: string
  /** Bound over /etc/resolv.conf in the mount namespace. */
  readonly resolvConf: string
  /** Every port as a plain number, for clients, tests and scripts. */
  readonly portsFile: string
  /** Public halves of all DKIM keys, for OpenDKIM to verify with. */
  readonly dkimRecords: string
}

/** Daemons whose configuration the agent can write. */
export type RenderedDaemon = 'rsyslog' | 'unbound' | 'spamd' | 'opendkim' | 'dovecot' | 'postfix'

/** Files, folders and sockets of the mail stack. */
export interface StackLayout {
  /** Made by the agent, parents first, before anything is rendered. */
  readonly folders: readonly StackFolder[]
  /** Those whose configuration is the agent's; the others are left as they stand. */
  readonly rendered: readonly RenderedDaemon[]
  /** Folder, closed to all but root, where a complete new set of files stands while the daemons' checkers read it. */
  readonly staged: string
  readonly users: StackUsers
  readonly daemons: StackDaemons
  readonly system: {
    readonly passwd: string
    readonly group: string
    readonly caBundle: string
    /** Packaged plug-in lists of SpamAssassin (*.pre). */
    readonly spamassassinPlugins: string
  }
  readonly postfix: {
    readonly config: string
    readonly queue: string
    readonly data: string
    /** Loopback port for what Sieve sends (redirect, vacation): relays for this machine only, never signs. */
    readonly reinjectPort: number
    readonly saslSocket: string
    readonly lmtpSocket: string
    readonly quotaSocket: string
  }
  readonly dovecot: {
    readonly config: string
    readonly file: string
    readonly base: string
    readonly state: string
    readonly sieve: string
  }
  readonly opendkim: {
    readonly config: string
    readonly file: string
    /** Folder root:opendkim 0750, one sub-folder a domain, key files 0400 opendkim. */
    readonly keys: string
    /** Folder 0700 root: keys of domains that are gone, until they are too old to be wanted back. */
    readonly removedKeys: string
    readonly keyTable: string
    readonly signingTable: string
    readonly socket: string
    /** Undefined where it stays in the foreground. */
    readonly pidFile: string | undefined
  }
  /** A second OpenDKIM for the keys of the other algorithm: one process knows one SignatureAlgorithm. */
  readonly ed25519Signer: {
    readonly file: string
    readonly keyTable: string
    readonly signingTable: string
    readonly socket: string
  }
  readonly spamd: { readonly config: string; readonly socket: string; readonly home: string }
  readonly spamassMilter: { readonly socket: string }
  readonly unbound: {
    readonly config: string
    readonly file: string
    readonly zones: string
    readonly control: string
  }
  readonly rsyslog: {
    readonly config: string
    readonly file: string
    /** What /dev/log leads to. */
    readonly socket: string
    readonly work: string
    readonly mailLog: string
  }
  /** One file, 0600 root: key, then chain, so that a pair is replaced in one rename. */
  readonly tls: { readonly dir: string; readonly bundle: string }
  /** Output of the daemons that do not log through syslog. */
  readonly logs: string
  readonly surroundings: Surroundings | undefined
}

export const debianUsers: StackUsers = {
  postfix: 'postfix',
  dovecot: 'dovecot',
  dovecotLogin: 'dovenull',
  opendkim: 'opendkim',
  spamd: 'debian-spamd',
  spamassMilter: 'spamass-milter',
  unbound: 'unbound',
  sink: 'nobody',
  logReaders: 'adm',
}

export const debianDaemons: StackDaemons = {
  postfix: '/usr/lib/postfix/sbin/master',
  dovecot: '/usr/sbin/dovecot',
  opendkim: '/usr/sbin/opendkim',
  spamd: '/usr/sbin/spamd',
  spamassMilter: '/usr/sbin/spamass-milter',
  unbound: '/usr/sbin/unbound',
  rsyslogd: '/usr/sbin/rsyslogd',
  smtpSink: '/usr/sbin/smtp-sink',
}

/**
 * The stack below one sandbox folder.
 * @param dir absolute path of the sandbox folder, as the daemons see it
 * @param portBase what was added to each public port; it also tells two sandboxes' resolvers apart
 */
export const sandboxStack = (dir: string, portBase: number): StackLayout => {
  const etc = (path: string) => `${dir}/etc/${path}`
  const run = (path: string) => `${dir}/run/${path}`
  const lib = (path: string) => `${dir}/lib/${path}`
  const stack: Omit<StackLayout, 'folders'> = {
    rendered: ['rsyslog', 'unbound', 'spamd', 'opendkim', 'dovecot', 'postfix'],
    staged: `${dir}/staged`,
    users: debianUsers,
    daemons: debianDaemons,
    system: {
      passwd: '/etc/passwd',
      group: '/etc/group',
      caBundle: '/etc/ssl/certs/ca-certificates.crt',
      spamassassinPlugins: '/etc/spamassassin',
    },
    postfix: {
      config: etc('postfix'),
      queue: `${dir}/spool`,
      data: lib('postfix'),
      reinjectPort: 2588 + portBase,
      saslSocket: run('mta/auth'),
      lmtpSocket: run('mta/lmtp'),
      quotaSocket: run('mta/quota'),
    },
    dovecot: {
      config: etc('dovecot'),
      file: etc('dovecot/dovecot.conf'),
      base: run('dovecot'),
      state: lib('dovecot'),
      sieve: etc('dovecot/sieve'),
    },
    opendkim: {
      config: etc('opendkim'),
      file: etc('opendkim/opendkim.conf'),
      keys: lib('opendkim/keys'),
      removedKeys: lib('opendkim/removed'),
      keyTable: lib('opendkim/KeyTable'),
      signingTable: lib('opendkim/SigningTable'),
      socket: run('opendkim/opendkim.sock'),
      pidFile: undefined,
    },
    ed25519Signer: {
      file: etc('opendkim/ed25519.conf'),
      keyTable: lib('opendkim/KeyTable.ed25519'),
      signingTable: lib('opendkim/SigningTable.ed25519'),
      socket: run('opendkim/ed25519.sock'),
    },
    spamd: { config: etc('spamassassin'), socket: run('spamd/spamd.sock'), home: lib('spamd') },
    spamassMilter: { socket: run('spamass/spamass.sock') },
    unbound: {
      config: etc('unbound'),
      file: etc('unbound/unbound.conf'),
      zones: lib('unbound/zones.conf'),
      control: run('unbound/control.sock'),
    },
    rsyslog: {
      config: etc('rsyslog'),
      file: etc('rsyslog/rsyslog.conf'),
      socket: run('syslog.sock'),
      work: lib('rsyslog'),
      mailLog: `${dir}/log/mail.log`,
    },
    tls: { dir: lib('tls'), bundle: lib('tls/server.pem') },
    logs: `${dir}/log`,
    surroundings: {
      sinkDir: `${dir}/sink`,
      sinkPort: ports.sink + portBase,
      deadPort: 2599 + portBase,
      portsFile: `${dir}/ports.json`,
      dkimRecords: lib('opendkim/records'),
      resolver: `127.53.${Math.floor(portBase / 250)}.${(portBase % 250) + 1}`,
      resolvConf: etc('resolv.conf'),
    },
  }
  return { ...stack, folders: sandboxFolders(stack) }
}
