/** What frame, router and palette say of each room before its code, and with it the rest of its words, is loaded. */
export const roomWords = {
  rooms: {
    overview: {
      title: 'Overview',
      keywords: ['overview', 'dashboard', 'home', 'start', 'status', 'health'],
      whoCan: 'Every account may see the overview. Sign in again if you see this.',
    },
    domains: {
      title: 'Domains',
      whoCan: 'Every account may see domains. Sign in again if you see this.',
      create: 'Create domain',
    },
    users: {
      title: 'Mailboxes',
      keywords: ['mailbox', 'user', 'address', 'inbox', 'quota', 'password', 'import', 'csv'],
      whoCan: 'Every account may see mailboxes. Sign in again if you see this.',
      create: 'Create mailbox',
    },
    userImport: {
      title: 'Import mailboxes',
    },
    aliases: {
      title: 'Aliases',
      keywords: ['alias', 'forward', 'catch-all', 'redirect', 'group', 'distribution list'],
      whoCan: 'Every account may see aliases. Sign in again if you see this.',
      create: 'Create alias',
    },
    queue: {
      title: 'Queue',
      keywords: ['queue', 'deferred', 'waiting', 'stuck', 'flush', 'hold', 'postqueue', 'retry'],
      whoCan: 'The queue is for administrators and for editors with the queue permission.',
    },
    trace: {
      title: 'Trace',
      keywords: ['trace', 'delivery', 'where is my mail', 'history', 'message', 'bounced', 'lost'],
      whoCan: 'Every account may see the trace. Sign in again if you see this.',
    },
    trash: {
      title: 'Trash',
      keywords: ['trash', 'deleted', 'restore', 'undelete', 'purge', 'recover'],
      whoCan: 'Every account may see the trash. Sign in again if you see this.',
    },
    dkim: {
      title: 'DKIM',
      keywords: ['key', 'signature', 'selector', 'rotate', 'rotation', 'domainkey', 'txt'],
      whoCan: 'Every account may see the keys. Sign in again if you see this.',
      create: 'Create key',
    },
    dns: {
      title: 'DNS',
      keywords: ['mx', 'spf', 'dmarc', 'ptr', 'record', 'reverse', 'mta-sts', 'dane', 'nameserver'],
      whoCan: 'Every account may see this. Sign in again if you see this.',
    },
    services: {
      title: 'Services',
      keywords: ['services', 'daemons', 'restart', 'postfix', 'dovecot', 'processes', 'systemd'],
      whoCan:
        'Administrators may see and control services, and editors who were given the right to.',
    },
    mailLog: {
      title: 'Logs',
      keywords: ['log', 'mail log', 'syslog', 'postfix', 'dovecot', 'follow', 'tail'],
      whoCan: 'Every account may see the mail log. Sign in again if you see this.',
    },
    accounts: {
      title: 'Accounts',
      keywords: ['user', 'admin', 'editor', 'viewer', 'role', 'permission', 'team'],
      whoCan: 'Accounts are for administrators. Ask one of them.',
      create: 'Create account',
    },
    tokens: {
      title: 'API tokens',
      keywords: ['api', 'token', 'key', 'script', 'bearer', 'automation'],
      whoCan: 'Every account may have tokens. Sign in again if you see this.',
      create: 'Create token',
    },
    audit: {
      title: 'Audit log',
      keywords: ['audit', 'history', 'changes', 'log', 'who'],
      whoCan: 'The audit log is for administrators. Ask one of them.',
    },
    settings: {
      title: 'Settings',
      keywords: ['hostname', 'certificate', 'tls', 'quota', 'postmaster', 'size', 'limit'],
      whoCan: 'Settings are for administrators. Ask one of them.',
    },
  },
}
