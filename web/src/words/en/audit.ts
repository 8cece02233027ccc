import { plural } from '../plural.ts'
import { roomWords } from './rooms.ts'

/** Words of the audit log. */
export const audit = {
  audit: {
    ...roomWords.rooms.audit,
    lead: 'Who changed what, when and from where. Nobody can edit it.',
    count: (n: number) => plural(n, 'entry', 'entries'),
    search: 'Search targets and names',
    columnTime: 'When',
    columnActor: 'Who',
    columnDeed: 'Deed',
    columnTarget: 'On what',
    columnAddress: 'From',
    columnOutcome: 'Outcome',
    nobody: 'nobody signed in',
    outcomes: { pending: 'Unfinished', done: 'Done', refused: 'Refused', failed: 'Failed' },
    areaFilter: 'Kind of deed',
    areas: {
      '': 'All deeds',
      auth: 'Signing in',
      domain: 'Domains',
      user: 'Mailboxes',
      alias: 'Aliases',
      account: 'Accounts',
      token: 'Tokens',
      settings: 'Settings',
    },
    export: 'Export CSV',
    entry: 'Entry',
    change: 'What changed',
    before: 'Before',
    after: 'After',
    noChange: 'This deed changed no values.',
    open: 'Show entry',
    requestId: 'Request ID',
    technical: 'Action',
    gone: 'This entry is not on the page that is shown',
    goneText: 'Close this and look for it in the list.',
    emptyTitle: 'Nothing yet',
    emptyText: 'Every change made here leaves an entry.',
  },
}
