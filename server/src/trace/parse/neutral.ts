// Built from numbers: the characters themselves have no business in a source file. C0, DEL and C1; marks that reorder
// text (UAX 9); line and paragraph separators; the byte order mark.
const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  [0x2028, 0x202e],
  [0x2066, 0x2069],
  [0xfeff, 0xfeff],
]
const unsafe = new RegExp(
  `[${ranges.map(([from, to]) => `${String.fromCharCode(from)}-${String.fromCharCode(to)}`).join('')}]`,
  'g',
)
const hasUnsafe = new RegExp(unsafe.source)

/** Text of strangers stands in the log: what would move a terminal's cursor or turn text around is written as `\u001b`. */
export const neutral = (text: string): string =>
  hasUnsafe.test(text)
    ? text.replace(unsafe, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    : text
