/** One measurement: its labels as `{name="value"}`, or nothing. */
export type Sample = readonly [labels: string, value: number]

/** Labels in braces; values escaped as the text format wants (backslash, quote, line feed). */
export const labels = (values: Readonly<Record<string, string>>): string => {
  const escaped = (text: string) =>
    text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')
  const pairs = Object.entries(values).map(([name, value]) => `${name}="${escaped(value)}"`)
  return `{${pairs.join(',')}}`
}

/**
 * One family of the Prometheus text format.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/
 */
export const family = (
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly Sample[],
): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([label, value]) => `${name}${label} ${value}`),
  ].join('\n')
