const QUOTE = 34
const BACKSLASH = 92

/** Index of the quote that closes the string opened at `start`. */
const endOfString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1)
  for (;;) {
    let back = end - 1
    while (text.charCodeAt(back) === BACKSLASH) back -= 1
    if ((end - back) % 2 === 1) return end
    end = text.indexOf('"', end + 1)
  }
}

const NOT_SPACE = /[^ \t\r\n]/g

const nextChar = (text: string, from: number): string => {
  NOT_SPACE.lastIndex = from
  return NOT_SPACE.exec(text)?.[0] ?? ''
}

/**
 * The first member that an object of a JSON text has twice. RFC 8259 leaves open which one counts, so two readers of
 * one text may act on different values.
 * @param text must be well-formed JSON
 */
export const repeatedMember = (text: string): string | undefined => {
  const open: (Set<string> | undefined)[] = []
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charCodeAt(i)
    if (char === QUOTE) {
      const end = endOfString(text, i)
      const members = open.at(-1)
      if (members && nextChar(text, end + 1) === ':') {
        const name: string = JSON.parse(text.slice(i, end + 1))
        if (members.has(name)) return name
        members.add(name)
      }
      i = end
    } else if (char === 123) open.push(new Set())
    else if (char === 91) open.push(undefined)
    else if (char === 125 || char === 93) open.pop()
  }
  return undefined
}
