import { ALIAS } from '@mc/shared/rules'
import { domainByName, isMailbox } from '../../db/mail-rows.ts'
import type { MailTransaction } from '../../db/portable.ts'
import { AppError } from '../../http/app-error.ts'
import { isKnown, judgeAlias } from '../../lib/alias-graph.ts'
import { domainOf } from '../../lib/mail-addresses.ts'
import { graphAround } from './graph.ts'

export const loopFault = (path: readonly string[]): AppError =>
  new AppError(
    'alias_loop',
    `Mail would go round in a circle: ${path.join(' → ')}. Nothing was changed.`,
    { details: { loop: path } },
  )

const wideFault = (source: string, what: string): AppError =>
  new AppError('alias_too_wide', `${source} would lead ${what}. Nothing was changed.`)

export const mailboxFault = (address: string): AppError =>
  new AppError(
    'address_is_mailbox',
    `${address} is a mailbox: an alias of that name would take all its mail away. Nothing was changed. ` +
      'To forward its mail, delete the mailbox first or let its owner set up a forwarding.',
  )

export type Warnings = 'destination_unknown'[]

/**
 * Judges an alias in the table as it will be: call it after the row was written, inside its transaction.
 * @throws AppError address_is_mailbox, alias_loop, alias_too_wide
 */
export const judge = async (
  trx: MailTransaction,
  source: string,
  destination: string,
): Promise<Warnings> => {
  if (await isMailbox(trx, source)) throw mailboxFault(source)
  const { graph, ancestors } = await graphAround(trx, source)
  for (const start of [source, ...ancestors]) {
    const verdict = judgeAlias(graph, start)
    if (verdict.kind === 'loop') throw loopFault(verdict.path)
    if (verdict.kind === 'deep') {
      throw wideFault(start, `through more than ${ALIAS.maxDepth} aliases one after the other`)
    }
    if (verdict.kind === 'wide') {
      throw wideFault(start, `to more than ${ALIAS.maxDestinations} destinations`)
    }
  }
  const isOurs = (await domainByName(trx, domainOf(destination))) !== undefined
  return isOurs && !isKnown(graph, destination) ? ['destination_unknown'] : []
}
