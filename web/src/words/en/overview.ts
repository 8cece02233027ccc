import { plural } from '../plural.ts'
import { roomWords } from './rooms.ts'

/** Words of the first page. */
export const overview = {
  overview: {
    ...roomWords.rooms.overview,
    lead: 'Whether mail is flowing and what needs you.',
    domains: 'Domains',
    mailboxes: 'Mailboxes',
    aliases: 'Aliases',
    trash: 'In the trash',
    inactive: (n: number) => (n === 0 ? 'all active' : `${n} inactive`),
    none: 'none yet',
    trashNote: (size: string) => `${size} of mail`,
    trashNone: 'nothing to restore',
    parts: 'Mail stack',
    partsNote: (ok: number, of: number) => `${ok} of ${of} running`,
    partsUnknown:
      'The agent does not answer, so it is not known how the parts are. Mail goes on flowing without it.',
    partsNone:
      'This panel runs without a mail stack. Domains, mailboxes and aliases can be prepared here.',
    /** What each part is for. */
    partWords: {
      postfix: 'takes and sends mail',
      dovecot: 'mailboxes over IMAP and POP3',
      opendkim: 'signs outgoing mail',
      spamd: 'judges spam',
      'spamass-milter': 'has each mail judged',
      unbound: 'DNS',
      rsyslog: 'mail log',
      sink: 'keeps outgoing mail on this machine',
    } as Readonly<Record<string, string>>,
    status: { ok: 'Running', down: 'Down', absent: 'Not installed' },
    attention: 'Needs attention',
    attentionNone: 'Nothing needs you right now.',
    severity: { bad: 'Urgent', warn: 'Soon', info: 'Note' },
    attentionWords: {
      part_down: {
        text: (part: string) => `${part} is down.`,
        help: 'Start it again, or see what it says for itself.',
        link: 'Open services',
      },
      agent_down: {
        text: () => 'The agent does not answer.',
        help: 'Mail goes on flowing, and changes are applied when it is back. On the server, “mc doctor” says more.',
        link: 'Open services',
      },
      certificate_self_signed: {
        text: () => 'The certificate is self-signed.',
        help: 'Mail programs will warn about it until the server has one that they trust.',
        link: 'Settings',
      },
      certificate_expires: {
        text: (when: string) => `The certificate expires on ${when}.`,
        help: 'After that, mail programs refuse to connect.',
        link: 'Settings',
      },
      no_domains: {
        text: () => 'There is no domain yet.',
        help: 'The server takes no mail until it has one.',
        link: 'Create domain',
      },
      domain_inactive: {
        text: (domain: string) => `${domain} is inactive.`,
        help: 'Its logins are refused and mail to it waits at the senders.',
        link: 'Show domain',
      },
      disk_full: {
        text: (subject: string) => {
          const cut = subject.lastIndexOf(' ')
          return `The disk at ${subject.slice(0, cut)} is ${subject.slice(cut + 1)} % full.`
        },
        help: 'When it is full, no mail can be taken in. Free some space or make it larger.',
        link: '',
      },
      queue_waiting: {
        text: (count: string) =>
          `${plural(Number(count), 'message waits', 'messages wait')} in the queue.`,
        help: 'One receiver that is away is harmless; many reasons at once are not.',
        link: 'Open the queue',
      },
      log_unread: {
        text: () => 'The mail log is not being read.',
        help: 'Mail goes on; what happens to it is missing from Trace and from the charts until the reader runs again, and is read then.',
        link: 'Open logs',
      },
      dns_wrong: {
        text: (domain: string) =>
          domain ? `DNS records of ${domain} are wrong.` : 'DNS records of this server are wrong.',
        help: 'Mail may be refused or taken for spam until they are mended.',
        link: 'Show records',
      },
      trash_purge_soon: {
        text: (count: string) =>
          `${plural(Number(count) || 1, 'deleted mailbox', 'deleted mailboxes')} will soon be erased for good.`,
        help: 'Restore what is still needed.',
        link: 'Open the trash',
      },
    },
    health: {
      title: 'Server',
      upFor: (host: string, up: string) => `${host}, up for ${up}`,
      flowTitle: 'Mail flow',
      flowNote: 'What this server took in, sent out, turned away and tries again',
      perMinute: 'Messages a minute',
      mailIn: 'In',
      mailOut: 'Out',
      mailRejected: 'Rejected',
      mailDeferred: 'Deferred',
      queue: 'Waiting in the queue',
      cpu: 'Processor',
      memory: 'Memory',
      swap: 'Swap',
      disk: 'Fullest disk',
      diskOf: (uses: string) => `Disk (${uses})`,
      uses: { mail: 'mail', queue: 'queue', log: 'logs', panel: 'panel' },
      network: 'Network',
      received: 'Received',
      sent: 'Sent',
      daemons: 'Memory by service',
      usedOf: (used: string, total: string) => `${used} of ${total}`,
      cores: (count: number, load: string) => `${plural(count, 'core')}, load ${load}`,
      perSecond: (size: string) => `${size}/s`,
      period: 'Period',
      periods: {
        '1h': 'Last hour',
        '24h': 'Last 24 hours',
        '7d': 'Last 7 days',
        '90d': 'Last 90 days',
      },
    },
    audit: 'Recent changes',
    auditAll: 'Audit log',
    auditNone: 'Nobody has changed anything yet.',
    outcome: {
      pending: 'under way',
      done: 'done',
      refused: 'refused',
      failed: 'failed',
      unknown: 'not known whether done',
    },
    nobody: 'Somebody',
    // A new server
    startTitle: 'Three steps to the first mail',
    startLead: 'The mail server is running. It needs to know whom it takes mail for.',
    startLeadBare: 'Tell the server whom it takes mail for.',
    stepDone: 'Done',
    steps: {
      domain: {
        title: 'Add a domain',
        text: 'The part after the @, such as example.com.',
        action: 'Create domain',
      },
      mailbox: {
        title: 'Create a mailbox',
        text: 'An address with its own mail and password.',
        action: 'Create mailbox',
      },
      client: {
        title: 'Connect a mail client',
        text: 'Servers, ports and a QR code are shown for each mailbox.',
        action: 'Show mailboxes',
      },
    },
  },
}
