import { words } from '../../words/aliases.ts'

const own = words.aliases

/** A coarse look; the server knows the rules of addresses and says what is wrong. */
const looksLikeAddress = (text: string) =>
  /^[^\s@,;<>"()]+@[^\s@,;<>"()]+\.[^\s@,;<>"()]+$/u.test(text)

/** More are a mailing list, which aliases are not. The limiter takes 30 changes a minute. */
const mostAtOnce = 25

/** The addresses of a text with one a line; commas and semicolons between them are taken too. */
export const splitAddresses = (text: string): string[] =>
  text
    .split(/[\n,;]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** What is wrong with the addresses that mail goes to, undefined when the server may be asked. */
export const destinationsProblem = (text: string): string | undefined => {
  const all = splitAddresses(text)
  if (all.length === 0) return own.destinationMissing
  if (all.length > mostAtOnce) return own.tooMany(mostAtOnce)
  const wrong = all.find((one) => !looksLikeAddress(one))
  if (wrong) return own.destinationWrong(wrong)
  const twice = all.find((one, index) => all.indexOf(one) !== index)
  return twice && own.destinationTwice(twice)
}

export const destinationProblem = (text: string): string | undefined =>
  looksLikeAddress(text)
    ? undefined
    : text === ''
      ? own.destinationMissing
      : own.destinationWrong(text)

/** What is wrong with the part before the @ of a source. */
export const sourceNameProblem = (text: string): string | undefined => {
  if (text === '') return own.nameMissing
  if (text.includes('@')) return own.nameAt
  return /[\s,;:<>"()[\]\\]/.test(text) ? own.nameWrong : undefined
}

/** Whether a text is an address of the domain, or its catch-all. */
export const sourceProblem = (text: string, domain: string): string | undefined =>
  text.toLowerCase().endsWith(`@${domain}`) && !/\s/.test(text)
    ? undefined
    : own.sourceWrong(domain)

export const isCatchAll = (source: string) => source.startsWith('@')
