import { plural } from '../plural.ts'
import { roomWords } from './rooms.ts'

const aliases = (n: number) => plural(n, 'alias', 'aliases')

/** Words of aliases. */
export const aliasWords = {
  aliases: {
    ...roomWords.rooms.aliases,
    lead: 'Addresses that pass their mail on to others.',
    count: aliases,
    search: 'Search aliases',
    columnSource: 'Mail to',
    columnDestination: 'Goes to',
    columnState: 'State',
    columnDomain: 'Domain',
    columnCreated: 'Created',
    active: 'Active',
    inactive: 'Inactive',
    emptyTitle: 'No aliases yet',
    emptyText:
      'An alias passes mail on: info@ to one person, sales@ to a whole team, or a whole domain to one mailbox.',
    noDomainTitle: 'No domain to put aliases in',
    noDomainText: 'An alias belongs to a domain. Create the domain first.',
    noDomain: 'Create a domain first: an alias belongs to one.',
    toDomains: 'Create domain',
    gone: 'This alias does not exist any more.',
    goneText: 'Somebody deleted it. The list shows what there is.',
    thisAlias: 'this alias',
    named: (source: string, destination: string) => `${source} to ${destination}`,
    catchAll: 'Catch-all',
    catchAllOf: (domain: string) => `Every other address at ${domain}`,
    fanOut: (n: number, more: boolean) => `${n}${more ? '+' : ''} destinations`,
    also: 'also',
    open: 'Open',
    copySource: 'Copy address',
    source: 'address',
    destination: 'destination',
    // Creating and changing
    createLead: 'Mail to the address is passed on to each destination.',
    name: 'Name',
    nameHelp: 'The part before the @.',
    nameMissing: 'Enter the part before the @, or switch on catch-all.',
    nameWrong: 'This part of an address cannot hold blanks, commas, brackets or quotation marks.',
    nameAt: 'Enter only the part before the @; the domain is chosen beside it.',
    domainMissing: 'Choose the domain.',
    catchAllSwitch: 'Catch-all',
    catchAllHelp: 'Takes mail to every address of the domain that has neither mailbox nor alias.',
    destinations: 'Goes to',
    destinationsHelp:
      'One address a line; each gets its own copy. Addresses outside this server are fine.',
    destinationsExample: 'jane@example.com\njoe@example.org',
    destinationHelp: 'A mailbox or alias here, or an address elsewhere.',
    destinationMissing: 'Enter at least one address.',
    destinationWrong: (text: string) =>
      `${text} is not an address. Enter one such as jane@example.com.`,
    destinationTwice: (text: string) => `${text} stands there twice.`,
    tooMany: (max: number) => `Enter at most ${max} addresses at a time.`,
    created: (source: string, n: number) =>
      n === 1 ? `Alias ${source} created.` : `Alias ${source} created with ${n} destinations.`,
    partly: (done: number, failed: number) =>
      `${plural(done, 'destination')} added, ${failed} not. Those that are left stand below.`,
    unknownTitle: (source: string) => `${source} is saved, with one thing to look at`,
    unknownText: (n: number) =>
      n === 1
        ? 'There is no such mailbox or alias on this server. Mail to it is refused until there is one.'
        : 'There are no such mailboxes or aliases on this server. Mail to them is refused until there are.',
    done: 'Done',
    edit: 'Edit…',
    editButton: 'Edit',
    editTitle: 'Edit alias',
    editSourceHelp: (domain: string) => `An address at ${domain}, or @${domain} for the catch-all.`,
    sourceWrong: (domain: string) =>
      `Enter an address at ${domain}, or @${domain} for the catch-all.`,
    changed: (source: string) => `Alias ${source} changed.`,
    addDestination: 'Add destination',
    // One alias
    about: 'About',
    changedAt: 'Last changed',
    allDestinations: (n: number) => (n === 1 ? 'Its one destination' : `All ${n} destinations`),
    thisOne: 'this one',
    activate: 'Activate',
    deactivate: 'Deactivate',
    activated: (source: string, destination: string) =>
      `${source} passes mail on to ${destination} again.`,
    deactivated: (source: string, destination: string) =>
      `${source} no longer passes mail on to ${destination}.`,
    inactiveNote: 'Mail is not passed on to this destination.',
    activeHelp: 'Switched off, mail is not passed on to this destination.',
    delete: 'Delete…',
    deleteTitle: (source: string) => `Delete alias ${source}?`,
    deleteOne: (source: string, destination: string) =>
      `Mail to ${source} no longer reaches ${destination}.`,
    deleteLast: (source: string) =>
      `It is the only destination: mail to ${source} is then refused, or goes to the catch-all.`,
    deleteLastCatchAll: (domain: string) =>
      `Mail to unknown addresses at ${domain} is then refused.`,
    deleteOthers: (n: number) => `${plural(n, 'other destination')} of it stays.`,
    deleteDeed: 'Delete alias',
    deleted: (source: string) => `Alias ${source} deleted.`,
  },
  aliasBulk: {
    activated: (n: number) => `${aliases(n)} activated.`,
    deactivated: (n: number) => `${aliases(n)} deactivated.`,
    deleted: (n: number) => `${aliases(n)} deleted.`,
    deleteTitle: (n: number) => `Delete ${aliases(n)}?`,
    deleteLead: 'Mail to them is no longer passed on. The mailboxes behind them stay.',
    deleteDeed: (n: number) => `Delete ${aliases(n)}`,
    deleteWord: (n: number) => `delete ${n}`,
  },
}
