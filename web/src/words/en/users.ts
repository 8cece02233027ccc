import { plural } from '../plural.ts'
import { roomWords } from './rooms.ts'

const mailboxes = (n: number) => plural(n, 'mailbox', 'mailboxes')

/** Words of mailboxes. */
export const users = {
  users: {
    ...roomWords.rooms.users,
    lead: 'Addresses with their own mail store and password.',
    count: mailboxes,
    search: 'Search mailboxes',
    columnAddress: 'Address',
    columnDomain: 'Domain',
    columnState: 'State',
    columnQuota: 'Quota',
    columnCreated: 'Created',
    address: 'address',
    active: 'Active',
    inactive: 'Inactive',
    emptyTitle: 'No mailboxes yet',
    emptyText:
      'A mailbox is an address with its own mail and password. Create one, or import a list.',
    noDomainTitle: 'No domain to put mailboxes in',
    noDomainText: 'A mailbox belongs to a domain. Create the domain first.',
    noDomain: 'Create a domain first: a mailbox belongs to one.',
    toDomains: 'Create domain',
    gone: 'This mailbox does not exist any more.',
    goneText: 'Somebody deleted it; its mail may be in the trash. The list shows what there is.',
    thisOne: 'this mailbox',
    // Creating
    name: 'Name',
    nameHelp: 'Letters, digits, dots, hyphens and underscores.',
    nameWrong:
      'Use letters, digits, dots, hyphens or underscores; no dot or hyphen at the beginning, no dot at the end or twice in a row.',
    nameLong: (max: number) => `Use at most ${max} characters.`,
    nameAt: 'Enter only the part before the @; the domain is chosen beside it.',
    domainMissing: 'Choose the domain.',
    password: 'Password',
    quota: 'Quota',
    quotaHelp: (size: string | undefined) =>
      size ? `In GB. Empty: the server's default, ${size}.` : "In GB. Empty: the server's default.",
    quotaWrong: 'Enter a number of GB such as 2 or 0.5, or leave it empty.',
    unit: 'GB',
    serverDefault: 'Server default',
    defaultShort: 'default',
    serverDefaultOf: (size: string) => `${size} (server default)`,
    unlimited: 'Unlimited',
    createdTitle: (email: string) => `Mailbox ${email} created`,
    createdLead: 'Hand these over to its user. The password is not shown again.',
    createdAddress: 'Address',
    createdPassword: 'Password',
    createAnother: 'Create another',
    done: 'Done',
    // One mailbox
    open: 'Open',
    copyAddress: 'Copy address',
    connect: 'Connect a mail client',
    changePassword: 'Change password',
    changePasswordMenu: 'Change password…',
    changePasswordLead: (email: string) => `For ${email}. The old password stops working at once.`,
    newPassword: 'New password',
    passwordChanged: (email: string) => `Password of ${email} changed.`,
    change: 'Change',
    changeQuota: 'Change quota',
    changeQuotaMenu: 'Change quota…',
    changeQuotaLead: (email: string) =>
      `For ${email}. When it is full, new mail is refused until something is deleted.`,
    quotaChanged: (email: string) => `Quota of ${email} changed.`,
    activate: 'Activate',
    deactivate: 'Deactivate',
    activated: (email: string) => `${email} is active again.`,
    deactivated: (email: string) =>
      `${email} is inactive: sign-in and new mail are refused, its mail is kept.`,
    inactiveNote: 'Sign-in and new mail are refused. The mail in it is kept.',
    about: 'About',
    created: 'Created',
    changed: 'Last changed',
    reach: 'Aliases that reach it',
    reachNone: 'No alias names this mailbox. Only mail to its own address arrives.',
    reachMore: (n: number) => `${n} more`,
    reachAdd: 'Add alias',
    // Deleting
    delete: 'Delete…',
    deleteTitle: (email: string) => `Delete ${email}?`,
    deleteLead: 'Its sign-ins end and mail to it is refused at once.',
    deleteMail: (days: number | undefined) =>
      days
        ? `Its mail moves to the trash and can be restored for ${plural(days, 'day')}.`
        : 'Its mail moves to the trash, where it can be restored until it is purged.',
    deleteAliases: (n: number) =>
      n === 1
        ? 'One alias forwards to this mailbox and would lead nowhere:'
        : `${n} aliases forward to this mailbox and would lead nowhere:`,
    deleteAliasesMore: (n: number) => `and ${n} more`,
    deleteDeed: 'Delete mailbox',
    deleteDeedForce: (n: number) => `Delete mailbox and ${plural(n, 'alias', 'aliases')}`,
    deleted: (email: string) => `${email} deleted. Its mail is in the trash.`,
  },
  userBulk: {
    activated: (n: number) => `${mailboxes(n)} activated.`,
    deactivated: (n: number) => `${mailboxes(n)} deactivated.`,
    deleted: (n: number) => `${mailboxes(n)} deleted. Their mail is in the trash.`,
    deleteTitle: (n: number) => `Delete ${mailboxes(n)}?`,
    deleteDeed: (n: number) => `Delete ${mailboxes(n)}`,
    deleteWord: (n: number) => `delete ${n}`,
    isDestination: 'An alias forwards to it. It stays, so that the alias does not lead nowhere.',
    withAliases: (n: number) =>
      n === 1
        ? 'Also delete the one that aliases forward to, with those aliases'
        : `Also delete the ${n} that aliases forward to, with those aliases`,
    withAliasesHelp: 'Without this they are left as they are, so that no alias leads nowhere.',
  },
  userClient: {
    title: 'Connect a mail client',
    lead: (email: string) => `What to enter in a mail program for ${email}.`,
    login: 'User name',
    password: 'Password',
    passwordNote: "The mailbox's own password. It is stored as a hash and cannot be shown.",
    incoming: 'Incoming mail',
    outgoing: 'Outgoing mail',
    pop: 'Incoming mail over POP3',
    host: 'Server',
    port: 'Port',
    security: 'Security',
    tls: 'SSL/TLS',
    starttls: 'STARTTLS',
    preferred: 'Recommended',
    none: 'This panel runs without a mail stack, so there is no server to connect to yet.',
    sameLogin: 'Sending needs the same user name and password as receiving.',
    appsLabel: 'Mail programs',
    apps: {
      thunderbird: {
        label: 'Thunderbird',
        steps: [
          'Open Account settings, then Account actions › Add mail account.',
          'Enter a name, the address and the password, then choose Configure manually.',
          'Enter server, port and security from the tables above; authentication is “Normal password”.',
          'Choose Re-test, then Done.',
        ],
      },
      apple: {
        label: 'iPhone, iPad, Mac',
        steps: [
          'Open Settings › Apps › Mail › Mail accounts › Add account › Other (on a Mac: Mail › Add account › Other mail account).',
          'Enter a name, the address and the password.',
          'Choose IMAP. Enter the incoming and the outgoing server, each with user name and password.',
          'Save. If the port is asked for, it is in the tables above.',
        ],
      },
      outlook: {
        label: 'Outlook',
        steps: [
          'Open File › Add account and enter the address.',
          'Open Advanced options, tick “Let me set up my account manually”, then choose IMAP.',
          'Enter servers and ports. For port 465 and 993 the encryption is SSL/TLS.',
          'Enter the password and connect.',
        ],
      },
      android: {
        label: 'Android',
        steps: [
          'In Thunderbird for Android, choose Import settings › Scan QR code and scan the code below: all is filled in but the password.',
          'In other apps, add an account of the kind “Other” or “IMAP” and enter the values from the tables above.',
        ],
      },
    },
    qr: 'QR code for Thunderbird on Android',
    qrNote: 'Holds address, servers and ports, no password.',
    copyAll: 'all as text',
    done: 'Done',
  },
  userImport: {
    ...roomWords.rooms.userImport,
    menu: 'Import',
    lead: 'From a CSV file. It is checked first; nothing is created until you say so.',
    file: 'CSV file',
    choose: 'Choose file',
    drop: 'or drop it here',
    paste: 'Or paste the rows',
    help: 'First line: the column names. email and password are needed, quota_bytes and active may be left out.',
    example: 'email,password,quota_bytes,active\njane@example.com,correct-Horse-9,2147483648,true',
    missing: 'Choose a file or paste rows.',
    tooBig: 'The file is larger than 8 MB. Split it into parts of up to 10,000 rows.',
    unreadable: 'The file could not be read. Choose it again.',
    check: 'Check',
    checking: (size: string) => `Checking ${size}…`,
    back: 'Choose another file',
    create: (n: number) => `Create ${mailboxes(n)}`,
    creating: (n: number) => `Creating ${mailboxes(n)}…`,
    creatingNote: 'Either all are created or none. Closing this page does not stop it.',
    report: 'What the check found',
    willCreate: 'To create',
    exists: 'Exist already',
    invalid: 'With problems',
    line: 'Line',
    address: 'Address',
    problem: 'Problem',
    problems: (n: number) => plural(n, 'line with a problem', 'lines with a problem'),
    problemsNote:
      'Nothing is created while a line has a problem. Mend these lines and check again.',
    showMore: (n: number) => `Show ${plural(n, 'more line', 'more lines')}`,
    more: (n: number) => `and ${plural(n, 'more line', 'more lines')}`,
    nothing: 'All of these mailboxes exist already. There is nothing to create.',
    empty: 'The file has no rows.',
    fine: 'No problems. Mailboxes that exist already are left as they are.',
    seconds: (n: number) => `${n} s`,
    done: (n: number) => `${mailboxes(n)} created.`,
    existsNote: (n: number) => `${mailboxes(n)} existed already and stayed as they were.`,
  },
  userExport: {
    label: 'Export',
    tip: (narrowed: boolean) =>
      narrowed
        ? 'Export the mailboxes shown by search and domain as CSV'
        : 'Export all mailboxes as CSV',
  },
}
