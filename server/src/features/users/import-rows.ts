import { IMPORT_MAX_ROWS, QUOTA } from '@mc/shared/rules'
import { invalid } from '../../http/app-error.ts'
import { CsvFault, type CsvRecord, parseCsv } from '../../lib/csv.ts'
import { parseMailboxAddress } from '../../lib/mail-addresses.ts'
import { passwordFault } from '../../lib/password.ts'

const names = ['email', 'password', 'quota_bytes', 'active'] as const
type Name = (typeof names)[number]

/** One line of the file, judged by itself. */
export interface ImportRow {
  readonly line: number
  readonly email: string
  /** Undefined when the line is in order. */
  readonly fault: string | undefined
  readonly domain: string
  readonly password: string
  readonly quota_bytes: number
  readonly active: boolean
}

const quotaOf = (text: string): number | undefined => {
  if (text === '') return 0
  const value = Number(text)
  return /^\d{1,16}$/.test(text) && value <= QUOTA.max ? value : undefined
}

const activeOf = (text: string): boolean | undefined => {
  if (text === '' || text === '1' || text === 'true') return true
  return text === '0' || text === 'false' ? false : undefined
}

type Cells = Readonly<Record<Name, string>>

const judge = (line: number, cells: Cells, tooMany: boolean): ImportRow => {
  const parsed = parseMailboxAddress(cells.email)
  const quota = quotaOf(cells.quota_bytes)
  const active = activeOf(cells.active)
  const address = parsed.ok ? parsed.value : undefined
  const why = address && passwordFault(cells.password, [address.address, address.local])
  const fault = tooMany
    ? 'has more cells than the first line'
    : !parsed.ok
      ? `email: ${parsed.why}`
      : why
        ? `password: ${why}`
        : quota === undefined
          ? `quota_bytes: must be a whole number from 0 to ${QUOTA.max}`
          : active === undefined
            ? 'active: must be true, false, 1 or 0'
            : undefined
  return {
    line,
    email: address?.address ?? cells.email.slice(0, 254),
    fault,
    domain: address?.domain ?? '',
    password: cells.password,
    quota_bytes: quota ?? 0,
    active: active ?? true,
  }
}

/** Where each column stands. @throws AppError when the first line is no header */
const header = (record: CsvRecord | undefined): ReadonlyMap<string, number> => {
  const cells = record?.cells ?? []
  const allowed = `the first line must name the columns: email, password, and if wanted quota_bytes, active`
  for (const [i, cell] of cells.entries()) {
    if (!names.some((name) => name === cell))
      throw invalid('csv', `${allowed}; "${cell.slice(0, 40)}" is none`)
    if (cells.indexOf(cell) !== i) throw invalid('csv', `the column ${cell} is there twice`)
  }
  if (!cells.includes('email') || !cells.includes('password')) throw invalid('csv', allowed)
  return new Map(cells.map((cell, i) => [cell, i]))
}

const read = (csv: string): CsvRecord[] => {
  try {
    return parseCsv(csv)
  } catch (error) {
    if (error instanceof CsvFault) throw invalid('csv', error.message)
    throw error
  }
}

/**
 * The lines of a file, each judged by itself and against those before it.
 * @throws AppError validation_failed when the file as a whole cannot be read
 */
export const importRows = (csv: string): ImportRow[] => {
  const [first, ...records] = read(csv)
  const at = header(first)
  if (records.length > IMPORT_MAX_ROWS) {
    throw invalid('csv', `has ${records.length} lines; at most ${IMPORT_MAX_ROWS} go at once`)
  }
  const lines = new Map<string, number>()
  return records.map(({ line, cells }) => {
    const cell = (name: Name) => cells[at.get(name) ?? -1] ?? ''
    const row = judge(
      line,
      {
        email: cell('email'),
        password: cell('password'),
        quota_bytes: cell('quota_bytes'),
        active: cell('active'),
      },
      cells.length > at.size,
    )
    const earlier = lines.get(row.email)
    if (row.fault || earlier === undefined) {
      if (!row.fault) lines.set(row.email, line)
      return row
    }
    return { ...row, fault: `email: the same address as in line ${earlier}` }
  })
}
