import { setImmediate as breathe } from 'node:timers/promises'
import type { ImportReport } from '@mc/shared/contract'
import { adjustCounts, type DomainRow, type Mail } from '../../db/mail-rows.ts'
import { changeMail, chunks, type MailTransaction } from '../../db/portable.ts'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'
import { ssha512 } from '../../lib/ssha512.ts'
import { type ImportRow, importRows } from './import-rows.ts'
import { newMailbox } from './service.ts'
import { domainsByName, type NewMailbox, takenAddresses } from './store.ts'

type Line = ImportReport['rows'][number]

interface Judged {
  readonly row: ImportRow
  readonly line: Line
  readonly domain: DomainRow | undefined
}

/** Each line against the tables as they are. */
const judge = async (mail: Mail, rows: readonly ImportRow[]): Promise<Judged[]> => {
  const sound = rows.filter((row) => !row.fault)
  const domains = await domainsByName(mail, [...new Set(sound.map((row) => row.domain))])
  const taken = await takenAddresses(
    mail,
    sound.map((row) => row.email),
  )
  return rows.map((row) => {
    const domain = domains.get(row.domain)
    const error =
      row.fault ??
      (domain ? undefined : `email: the domain ${row.domain} is not here`) ??
      (taken.aliases.has(row.email) ? 'email: is the source of an alias' : undefined)
    const status = error ? 'invalid' : taken.mailboxes.has(row.email) ? 'exists' : 'create'
    return { row, domain, line: { line: row.line, email: row.email, status, error: error ?? null } }
  })
}

const reportOf = (lines: readonly Line[]): ImportReport => {
  const invalid = lines.filter((line) => line.status === 'invalid').length
  return {
    total: lines.length,
    valid: lines.length - invalid,
    invalid,
    created: lines.filter((line) => line.status === 'created').length,
    rows: [...lines],
  }
}

const isInvalid = ({ line }: Judged): boolean => line.status === 'invalid'

/** Hashing 10,000 passwords takes a while: other requests get their turn in between. */
const prepare = async (judged: readonly Judged[]): Promise<Map<string, NewMailbox>> => {
  const boxes = new Map<string, NewMailbox>()
  for (const part of chunks(judged, 200)) {
    for (const { row, domain, line } of part) {
      if (line.status !== 'create' || !domain) continue
      boxes.set(row.email, newMailbox(domain, row.email, ssha512(row.password), row))
    }
    await breathe()
  }
  return boxes
}

const insertAll = async (trx: MailTransaction, boxes: readonly NewMailbox[]): Promise<void> => {
  for (const part of chunks(boxes, 200)) {
    await trx.insertInto('mailboxes').values(part).execute()
    await breathe()
  }
  for (const [domainId, own] of Map.groupBy(boxes, (box) => box.domain_id)) {
    const inactive = own.filter((box) => box.active === 0).length
    await adjustCounts(trx, domainId, { users: own.length, inactive_users: inactive })
  }
}

/** Creates what is to be created, unless a line has become invalid meanwhile. */
const apply = (
  deps: Deps,
  auditId: number,
  rows: readonly ImportRow[],
  boxes: ReadonlyMap<string, NewMailbox>,
): Promise<Line[]> =>
  changeMail(deps.db, auditId, async (trx) => {
    const judged = await judge(trx, rows)
    if (judged.some(isInvalid)) return judged.map(({ line }) => line)
    const wanted = judged.filter(({ line }) => line.status === 'create')
    await insertAll(
      trx,
      wanted.flatMap(({ row }) => boxes.get(row.email) ?? []),
    )
    return judged.map(({ line }) =>
      line.status === 'create' ? { ...line, status: 'created' as const } : line,
    )
  })

/**
 * Creates the mailboxes of a CSV file, all or none. Addresses that exist are left as they are, so a file may be sent
 * again. The report has a line for each line of the file.
 */
export const importCsv = async (
  deps: Deps,
  caller: Caller,
  csv: string,
  dryRun: boolean,
): Promise<ImportReport> => {
  const rows = importRows(csv)
  const judged = await judge(deps.db.mail, rows)
  const report = reportOf(judged.map(({ line }) => line))
  if (dryRun || report.invalid > 0) return report
  const boxes = await prepare(judged)
  const deed = {
    action: 'user.import',
    target: `${boxes.size} mailboxes`,
    after: { total: report.total, created: boxes.size },
  }
  return reportOf(
    await deps.audit.record(caller, deed, (auditId) => apply(deps, auditId, rows, boxes)),
  )
}
