import type { Selectable } from 'kysely'
import type { PanelSchema } from './schema.ts'

export type AuditRow = Omit<Selectable<PanelSchema['audit']>, 'id'>

/** As text: every change of the panel runs it. Its parameters are what `auditParameters` gives. */
export const INSERT_AUDIT =
  'insert into audit (created_at, actor, action, target, `before`, `after`, address, request_id, outcome) ' +
  'values (?, ?, ?, ?, ?, ?, ?, ?, ?)'

export const auditParameters = (row: AuditRow): (string | null)[] => [
  row.created_at,
  row.actor,
  row.action,
  row.target,
  row.before,
  row.after,
  row.address,
  row.request_id,
  row.outcome,
]
