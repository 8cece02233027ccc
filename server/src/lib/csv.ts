import { CsvError, parse } from 'csv-parse/sync'

/** A text that is no CSV; the message says where. */
export class CsvFault extends Error {}

export interface CsvRecord {
  /** Line of the file at which the record begins, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** A first line with a semicolon and no comma is from a spreadsheet that writes decimals with a comma. */
const delimiterOf = (text: string): ',' | ';' => {
  const first = text.slice(0, text.search(/[\r\n]|$/))
  return first.includes(';') && !first.includes(',') ? ';' : ','
}

/**
 * The records of a CSV text (RFC 4180), the first one included; empty lines are left out. Nothing is trimmed.
 * @throws CsvFault
 */
export const parseCsv = (text: string): CsvRecord[] => {
  const records: CsvRecord[] = []
  try {
    parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      on_record: (cells: string[], { lines }) => {
        // The parser counts to the end of a record, and cells may hold lines.
        records.push({ line: lines - cells.join('').split('\n').length + 1, cells })
        return null
      },
    })
    return records
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    throw new CsvFault(`cannot be read as CSV: line ${error.lines} has a quote out of place`)
  }
}

/** Tells spreadsheets that the file is UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF'

const NEEDS_QUOTES = /["\r\n,;]/
/** What a spreadsheet takes for a formula (OWASP, CSV injection). */
const FORMULA = /^[=+\-@\t\r\n]/

type Cell = string | number | boolean | null

const cell = (value: Cell): string => {
  if (value === null) return ''
  const text = String(value)
  const safe = typeof value === 'string' && FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** One line of RFC 4180; texts that a spreadsheet would run are defused with an apostrophe. */
export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`
