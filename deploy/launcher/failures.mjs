// What failed, read from what tap wrote (TAP 14): from a log that ends with it, a failure that comes rarely can be understood.

/** Keys of tap's explanation that say where, or what is said elsewhere already. */
const LEFT_OUT = new Set(['at', 'source', 'stack', 'type', 'test', 'compare', 'diff', 'stdio'])

/** tap escapes its own marks in a name, and adds the time. */
const plainName = (text) =>
  text
    .replace(/ # time=[\d.]+ms$/, '')
    .replaceAll('\\#', '#')
    .replaceAll('\\\\', '\\')

/** The explanation's keys, each with its value or the lines below it: `diff: |` and what follows, indented. */
const keysOf = (lines) => {
  const keys = new Map()
  let below = []
  for (const line of lines) {
    const [, key, value] = /^([\w-]+):(?: (.*))?$/.exec(line) ?? []
    if (key === undefined) below.push(line.replace(/^ {2}/, ''))
    else {
      below = value === undefined || /^[|>][\d+-]*$/.test(value) ? [] : [value]
      keys.set(key, below)
    }
  }
  return keys
}

/** Changed lines, each with its neighbours: they say which key it is. */
const changesIn = (diff) => {
  const lines = diff.filter((line) => !/^(--- expected|\+\+\+ actual|@@ .* @@)$/.test(line))
  const changed = lines.map((line) => /^[+-]/.test(line))
  if (lines.length === 2 && lines[0]?.startsWith('-') && lines[1]?.startsWith('+'))
    return [`wanted ${lines[0].slice(1)}`, `found  ${lines[1].slice(1)}`]
  const near = lines.filter((_, at) => changed[at - 1] || changed[at] || changed[at + 1])
  return ['wanted -, found +', ...near]
}

/** Where in the tests it failed: the nearest three places. */
const placesIn = (keys) => {
  const places = (keys.get('stack') ?? []).map((line) => line.trim())
  const own = places.filter((line) => /\btest\//.test(line))
  if (own.length > 0) return own.slice(0, 3).map((line) => `at ${line}`)
  const at = Object.fromEntries(
    (keys.get('at') ?? []).map((line) => line.split(': ')).map(([key, value]) => [key, value]),
  )
  return at.fileName ? [`at ${at.fileName}:${at.lineNumber}:${at.columnNumber}`] : []
}

/** What an assertion explains, the most telling first. */
const toldBy = (explanation) => {
  const keys = keysOf(explanation)
  const others = [...keys].filter(([key]) => !LEFT_OUT.has(key))
  return [
    ...(keys.has('diff') ? changesIn(keys.get('diff')) : []),
    ...others.flatMap(([key, lines]) =>
      lines.length === 1 ? [`${key}: ${lines[0]}`] : [`${key}:`, ...lines],
    ),
    ...placesIn(keys),
  ].filter((line) => line.trim() !== '')
}

/** An explanation stands below its check, two columns further in, between `---` and `...`. */
const explanationAt = (lines, at, indent) => {
  const inner = `${indent}  `
  if (lines[at] !== `${inner}---`) return []
  const end = lines.indexOf(`${inner}...`, at)
  return lines.slice(at + 1, end < 0 ? undefined : end).map((line) => line.slice(inner.length))
}

/** @returns a failed or skipped check; undefined for a line that is none */
const checkIn = (text) => {
  const [all, not, name = '', mark, why = ''] =
    /^(not )?ok \d+(?: - (.*?))?(?: # (SKIP|TODO)\b ?(.*))?$/i.exec(text) ?? []
  if (all === undefined || (not === undefined && mark === undefined)) return undefined
  return { name: plainName(name), left: mark ? [`left out (${mark}) ${why}`.trim()] : [] }
}

/**
 * The checks that failed or were left out, each once: a test is not told for what failed within it.
 * @param {string} tap the output of one test file
 * @returns {{names: string[], lines: string[]}[]} names from the outermost test to the assertion; what it explains
 */
export const failuresIn = (tap) => {
  const lines = tap.split('\n')
  const failures = []
  const open = []
  const told = new Set()
  let at = 0
  while (at < lines.length) {
    const line = lines[at++]
    const text = line.trimStart()
    const indent = line.slice(0, line.length - text.length)
    const depth = indent.length / 4
    const [, test] = /^# Subtest: (.*)$/.exec(text) ?? []
    if (test !== undefined) open.splice(depth, open.length, plainName(test))
    const check = checkIn(text)
    if (check === undefined) continue
    const explanation = explanationAt(lines, at, indent)
    // What is quoted in an explanation may look like a check.
    if (explanation.length > 0) at += explanation.length + 2
    const names = [...open.slice(0, depth), check.name]
    if (told.has(JSON.stringify(names))) continue
    for (let end = 1; end < names.length; end += 1) told.add(JSON.stringify(names.slice(0, end)))
    failures.push({ names, lines: [...check.left, ...toldBy(explanation)] })
  }
  return failures
}
