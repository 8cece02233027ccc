/** Made-up names: the same at every run, and with three-letter parts of every frequency. */

const first = [
  'anna',
  'berta',
  'carl',
  'dora',
  'emil',
  'frieda',
  'georg',
  'hanna',
  'ida',
  'jonas',
  'karin',
  'lukas',
  'maria',
  'nils',
  'olga',
  'peter',
  'quirin',
  'rosa',
  'simon',
  'tina',
  'ulrich',
  'vera',
  'wilma',
  'yvonne',
]
const last = [
  'ackermann',
  'brandt',
  'claussen',
  'dietrich',
  'eckert',
  'fuchs',
  'graf',
  'hofmann',
  'imhof',
  'jahn',
  'keller',
  'lorenz',
  'meyer',
  'neumann',
  'ott',
  'pohl',
  'quast',
  'richter',
  'schulz',
  'thoma',
  'urban',
  'vogel',
  'wagner',
  'young',
  'zeller',
]

const pick = (list: readonly string[], index: number): string => list[index % list.length] ?? ''

/** Five letters that look like nothing: the rare part of a name. Two numbers below 11,881,376 never give the same. */
const scramble = (index: number): string => {
  // A multiplier without common factor with 26^5 permutes the numbers.
  let rest = (index * 7_654_321) % 26 ** 5
  let word = ''
  for (let i = 0; i < 5; i++) {
    word += String.fromCharCode(97 + (rest % 26))
    rest = Math.floor(rest / 26)
  }
  return word
}

export const domainName = (index: number): string =>
  `${scramble(index)}-${pick(last, index)}.example`

/** Unique for every index below 11 million. */
export const localPart = (index: number): string =>
  `${pick(first, index)}.${pick(last, Math.floor(index / 24))}.${scramble(index)}`

export const aliasPart = (index: number): string => `${pick(first, index)}-${scramble(index)}`

/**
 * Search words of three letters: in a few rows of 100,000, in some hundreds to thousands, in every one.
 * The middling ones are parts of first and last names, the rare ones of the scrambled letters.
 */
export const searchWords = {
  rare: ['qxz', 'zqj', 'jvq', 'xwv', 'kqz', 'vjx', 'wzq', 'qjx'],
  middling: ['ack', 'ulr', 'wil', 'yvo', 'qui', 'vog', 'zel', 'pet'],
  everywhere: ['exa', 'xam', 'amp', 'mpl', 'ple', '.ex'],
} as const
