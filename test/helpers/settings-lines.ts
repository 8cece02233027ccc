/** `name = value` lines as a map; what stands in blocks is named by its last part alone. */
export const settings = (text: string): Map<string, string> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(' =')
      return at < 0 ? [] : [[line.slice(0, at).trim(), line.slice(at + 2).trim()] as const]
    }),
  )

/** Sentences on what is not as expected. */
export const differences = (
  actual: ReadonlyMap<string, string>,
  expected: Readonly<Record<string, string>>,
): string[] =>
  Object.entries(expected)
    .filter(([name, value]) => actual.get(name) !== value)
    .map(([name, value]) => `${name} is ${actual.get(name) ?? 'not set'}, not ${value}`)
