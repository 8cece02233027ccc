import { plural } from '../plural.ts'

/** Words of the first page. */
export const overview = {
  overview: {
    title: 'Overview',
    lead: 'Whether mail is flowing and what needs you.',
    whoCan: 'Every account may see the overview. Sign in again if you see this.',
    keywords: ['overview', 'dashboard', 'home', 'start', 'status', 'health'],
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
        help: 'On the server, “mc doctor” says why and what to do.',
        link: 'See the mail stack',
      },
      agent_down: {
        text: () => 'The agent does not answer.',
        help: 'Mail goes on flowing, and changes are applied when it is back. On the server, “mc doctor” says more.',
        link: 'See the mail stack',
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
      trash_purge_soon: {
        text: (count: string) =>
          `${plural(Number(count) || 1, 'deleted mailbox', 'deleted mailboxes')} will soon be erased for good.`,
        help: 'Restore what is still needed.',
        link: 'Open the trash',
      },
    },
    audit: 'Recent changes',
    auditAll: 'Audit log',
    auditNone: 'Nobody has changed anything yet.',
    outcome: { pending: 'under way', done: 'done', refused: 'refused', failed: 'failed' },
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
