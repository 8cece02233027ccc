/** `1 mailbox`, `3 mailboxes`, `1,200 mailboxes`. English forms; a translation brings its own. */
export const plural = (count: number, one: string, many = `${one}s`) =>
  `${new Intl.NumberFormat('en-GB').format(count)} ${count === 1 ? one : many}`
