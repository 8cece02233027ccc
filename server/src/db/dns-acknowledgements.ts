import type { Selectable } from 'kysely'
import { HOST } from './dns.ts'
import type { Databases } from './index.ts'
import type { PanelSchema } from './schema.ts'

export type AcknowledgementRow = Selectable<PanelSchema['dns_acknowledgements']>

/** What somebody takes care of elsewhere. */
export const acknowledgementsOf = (
  { panel }: Databases,
  domains: readonly string[],
): Promise<AcknowledgementRow[]> =>
  panel
    .selectFrom('dns_acknowledgements')
    .selectAll()
    .where('domain', 'in', domains.length > 0 ? [...domains] : [HOST])
    .execute()

type Acknowledged = Omit<AcknowledgementRow, 'id'>

export const takeBack = async (
  { panel }: Databases,
  { domain, type, name }: Pick<Acknowledged, 'domain' | 'type' | 'name'>,
): Promise<void> => {
  await panel
    .deleteFrom('dns_acknowledgements')
    .where('domain', '=', domain)
    .where('type', '=', type)
    .where('name', '=', name)
    .execute()
}

/** In place of one that stood before. */
export const acknowledge = (db: Databases, row: Acknowledged): Promise<void> =>
  db.panel.transaction().execute(async (trx) => {
    await takeBack({ ...db, panel: trx }, row)
    await trx.insertInto('dns_acknowledgements').values(row).execute()
  })
