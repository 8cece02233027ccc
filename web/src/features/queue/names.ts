import { words } from '../../words/queue.ts'
import type { Item } from './queries.ts'

const own = words.queue

/** The envelope sender as people read it: bounces have none. */
export const senderOf = ({ sender }: Pick<Item, 'sender'>) => sender || own.bounce

export const firstRecipient = ({ recipients: [first] }: Pick<Item, 'recipients'>) =>
  first?.address ?? own.noRecipient

/** `jane@example.com to bob@example.org`: the row's name. */
export const nameOf = (item: Pick<Item, 'sender' | 'recipients'>) =>
  own.name(senderOf(item), firstRecipient(item))

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)
