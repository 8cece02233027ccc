/**
 * Rows as a table for a terminal: columns by name, as wide as their widest cell; a line of its own when there is no
 * row. Control characters do not reach the terminal.
 */
export const table = <R extends object>(
  rows: readonly R[],
  columns: readonly (keyof R & string)[],
  empty: string,
): string => {
  if (rows.length === 0) return empty
  const cells = [
    columns.map((column) => column.replaceAll('_', ' ')),
    ...rows.map((row) => columns.map((column) => cell(row[column]))),
  ]
  const widths = columns.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)))
  return cells
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const cell = (value: unknown): string => {
  if (value === null || value === undefined) return '-'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (Array.isArray(value)) return value.map(cell).join(',')
  return String(value).replaceAll(/\p{Cc}/gu, '?')
}
