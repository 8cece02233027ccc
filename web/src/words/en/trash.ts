import { plural } from '../plural.ts'
import { roomWords } from './rooms.ts'

/** Words of the trash. */
export const trash = {
  trash: {
    ...roomWords.rooms.trash,
    lead: 'Deleted mailboxes whose mail is still kept.',
    count: (n: number) => plural(n, 'deleted mailbox', 'deleted mailboxes'),
    search: 'Search the trash',
    columnAddress: 'Address',
    columnSize: 'Mail',
    columnDeleted: 'Deleted',
    columnPurge: 'Erased',
    notMeasured: 'not measured',
    emptyTitle: 'The trash is empty',
    emptyText:
      'The mail of deleted mailboxes is kept here for a while, so that a mistake can be undone.',
    due: 'any moment',
    days: (n: number) => `in ${plural(n, 'day')}`,
    hours: (n: number) => `in ${plural(n, 'hour')}`,
    note: (left: string) => `Erased ${left}`,
    address: 'address',
    copyAddress: 'Copy address',
    restore: 'Restore',
    restored: (email: string) => `${email} is back with its mail.`,
    purge: 'Erase now…',
    purgeTitle: (email: string) => `Erase the mail of ${email}?`,
    purgeLead: 'There is no way back. A mailbox that has the address today is not touched.',
    purgeLoss: (size: string) => `${size} of mail`,
    purgeLossUnknown: 'all of its mail',
    purgeDeed: 'Erase for good',
    purged: (email: string) => `The mail of ${email} is erased.`,
  },
}
