const MAX_BYTES = 4096
const MAX_TEXT = 256

type Values = Readonly<Record<string, unknown>>

const cut = (value: unknown, entries: number): unknown => {
  if (typeof value === 'string' && value.length > MAX_TEXT) return `${value.slice(0, MAX_TEXT)}…`
  if (Array.isArray(value) && value.length > entries) {
    return [...value.slice(0, entries), `… and ${value.length - entries} more`]
  }
  return value
}

/** Before or after of an audit row as JSON of at most 4 kB: long texts and lists are cut, saying so. */
export const auditValues = (values: Values | undefined): string | null => {
  if (values === undefined) return null
  let entries = 1024
  for (;;) {
    const text = JSON.stringify(values, (_name, value: unknown) => cut(value, entries))
    if (Buffer.byteLength(text) <= MAX_BYTES) return text
    if (entries === 1) return JSON.stringify({ members: Object.keys(values).slice(0, 20) })
    entries = Math.floor(entries / 2)
  }
}
