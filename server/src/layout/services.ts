import type { ServiceName } from '@mc/shared/rules'
import type { StackLayout } from './stack.ts'

/** A process that belongs to a service, ended and started with it. */
export interface Helper {
  /** What the agent's manager calls it. */
  readonly program: string
  /** systemd: its unit. Empty under supervisord. */
  readonly units: readonly string[]
  /** For people: what it does. */
  readonly does: string
  /** A file that holds something exactly while there is work. */
  readonly work: string
}

/** One service of the list as this layout knows it. */
export interface ServiceLayout {
  readonly name: ServiceName
  /** What the agent's manager calls it; undefined where the service is no part of this layout. */
  readonly program: string | undefined
  /** systemd: the units it may be, best first; the first that is loaded and runs it is meant. Empty under supervisord. */
  readonly units: readonly string[]
  /** A second process of the same daemon and service, which runs while it has work. */
  readonly helper?: Helper
  /** Path of the daemon: where it is missing, so is its package. */
  readonly daemon: string | undefined
  /** First word of its lines in the mail log: those of `postfix` begin with `postfix/smtpd[12]`. */
  readonly tag: string
  /** Where it listens once it is up, where nothing else tells. */
  readonly socket?: string
  /** A sentence for where it is not: why, and what to do. */
  readonly absent: string
  /** True: listed only where it is installed. */
  readonly optional?: true
  /** The service that it stands in for: where this one is installed and that one is not, that one is not listed. */
  readonly insteadOf?: ServiceName
}

export const packaged = (
  name: ServiceName,
  program: string,
  daemon: string,
  tag: string = program,
): ServiceLayout => ({
  name,
  program,
  units: [],
  daemon,
  tag,
  absent: `${name} is not installed on this machine. Install its package and start Mission Control again.`,
})

export const elsewhere = (name: ServiceName, absent: string): ServiceLayout => ({
  name,
  program: undefined,
  units: [],
  daemon: undefined,
  tag: name,
  absent,
})

/** OpenDKIM's second process, by the name that both managers know. */
export const ED25519_SIGNER = 'opendkim-ed25519'
export const ed25519Helper = { program: ED25519_SIGNER, does: 'signs with Ed25519' } as const

/** Services of the private mail stack: what is not its own is somebody else's, wherever it runs. */
export const sandboxServices = ({
  daemons,
  ed25519Signer,
}: Pick<StackLayout, 'daemons' | 'ed25519Signer'>): readonly ServiceLayout[] => [
  packaged('postfix', 'postfix', daemons.postfix),
  packaged('dovecot', 'dovecot', daemons.dovecot),
  elsewhere(
    'mariadb',
    'No database server belongs to this mail stack: the panel keeps its data in files of its own, or in a database that is run elsewhere.',
  ),
  {
    ...packaged('opendkim', 'opendkim', daemons.opendkim),
    helper: { ...ed25519Helper, units: [], work: ed25519Signer.signingTable },
  },
  packaged('spamassassin', 'spamd', daemons.spamd),
  packaged('spamass-milter', 'spamass-milter', daemons.spamassMilter),
  elsewhere(
    'nginx',
    'No web server belongs to this mail stack: the panel answers by itself on its own port.',
  ),
  packaged('unbound', 'unbound', daemons.unbound),
  packaged('rsyslog', 'rsyslog', daemons.rsyslogd, 'rsyslogd'),
  elsewhere(
    'ceymail-ai-filter',
    'The AI screening filter is not installed. Mail is delivered without it.',
  ),
]
