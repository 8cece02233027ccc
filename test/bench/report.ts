import type { Line } from './figure.ts'

/** The lines as a table for a terminal; notes stand below the figure that they explain. */
export const report = (lines: readonly Line[]): string => {
  const head = { figure: 'figure', measured: 'measured', target: 'target' }
  const width = (column: 'figure' | 'measured' | 'target') =>
    Math.max(...[head, ...lines].map((line) => line[column].length))
  const widths = {
    figure: width('figure'),
    measured: width('measured'),
    target: width('target'),
  }
  const row = (line: typeof head, last: string): string =>
    [
      line.figure.padEnd(widths.figure),
      line.measured.padStart(widths.measured),
      line.target.padStart(widths.target),
      last,
    ].join('  ')
  return [
    row(head, ''),
    ...lines.flatMap((line) => [
      row(line, line.ok ? 'ok' : 'MISSED'),
      ...(line.note === undefined ? [] : [`    ${line.note}`]),
    ]),
  ].join('\n')
}
