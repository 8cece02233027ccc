import { type AuditRow, auditParameters, INSERT_AUDIT } from './audit-rows.ts'
import type { Databases } from './index.ts'
import type { MailboxRow } from './mail-rows.ts'

/**
 * All that making a mailbox is, with its audit row, in one trip: each trip costs more than what it asks for, and these
 * would be nine, six of them with the lock held. The lock of `mail_totals` comes first, as in every other change.
 */
const SCRIPT = `begin not atomic
  declare exit handler for sqlexception begin rollback; resignal; end;
  start transaction;
  update mail_totals set users = users + 1, inactive_users = inactive_users + ? where id = 1;
  update domains set users = users + 1, inactive_users = inactive_users + ? where id = ? and name = ?;
  if row_count() = 0 or exists (select 1 from aliases where source = ?) then rollback;
  else
    insert into mailboxes (domain_id, domain_name, email, password, quota_bytes, active, home_id, created_at,
      updated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?) returning id;
    ${INSERT_AUDIT};
    commit;
  end if;
end`

/** The id that RETURNING gave, out of the results of all statements. */
const idIn = (results: unknown): number | undefined => {
  const rows: unknown = Array.isArray(results) ? results[0] : undefined
  const row: unknown = Array.isArray(rows) ? rows[0] : undefined
  return typeof row === 'object' && row !== null && 'id' in row ? Number(row.id) : undefined
}

/**
 * Makes a mailbox in one trip to MariaDB where nothing speaks against it: domain of that name there, no alias in the
 * way, address free. The audit row comes with it, `done`: both or neither.
 * @returns its id; undefined when nothing was done, for whatever reason: the way in steps tells which
 */
export const insertMailboxAtOnce = async (
  db: Databases,
  box: Omit<MailboxRow, 'id'>,
  audit: AuditRow,
): Promise<number | undefined> => {
  const { script } = db
  if (!script) return undefined
  const inactive = box.active === 1 ? 0 : 1
  const values = [
    ...[inactive, inactive, box.domain_id, box.domain_name, box.email],
    ...[box.domain_id, box.domain_name, box.email, box.password, box.quota_bytes, box.active],
    ...[box.home_id, box.created_at, box.updated_at, ...auditParameters(audit)],
  ]
  return script(SCRIPT, values).then(idIn, () => undefined)
}
