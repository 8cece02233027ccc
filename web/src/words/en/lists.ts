import { plural } from '../plural.ts'

/** Words that several lists share: a choice among domains or states, deeds on several rows at once. */
export const listWords = {
  domainPicker: {
    label: 'Domain',
    placeholder: 'Choose or type',
    all: 'All domains',
    clear: 'All domains',
  },
  activity: {
    label: 'State',
    all: 'All states',
    active: 'Active',
    inactive: 'Inactive',
  },
  bulk: {
    partlyTitle: (failed: number, of: number) =>
      failed === of ? 'Nothing was changed' : `${failed} of ${of} were left as they are`,
    partlyLead: (done: number) =>
      done === 0 ? 'Each was refused:' : `${done} done. These were refused:`,
    more: (n: number) => `and ${plural(n, 'more', 'more')}`,
    close: 'Close',
  },
}
