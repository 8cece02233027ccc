// The end of a run's output: each check that failed, short enough that all of them stand in the last lines of a log.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { failuresIn } from './failures.mjs'

/** Lines and letters that one failure may take, and how many are told in full. */
const MOST_LINES = 12
const MOST_LETTERS = 400
const MOST_IN_FULL = 40

/** What a log must not hold, whichever way it came into a message. */
const SECRETS = [
  [
    /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g,
    '(private key)',
  ],
  [/(\{[A-Z0-9-]{3,}\}|\$[a-z0-9-]+\$)[\w+/=.,$-]{16,}/g, '$1***'],
  [/\b(Bearer|Basic|PLAIN) [\w+/=.~-]{8,}/g, '$1 ***'],
  [/\bmc_\d+_[\w-]+/g, 'mc_***'],
  [/(mc-session=)[^;\s"']+/g, '$1***'],
  [/(:\/\/[^\s:@/]*:)[^\s@/]+@/g, '$1***@'],
  [/((?:password|secret|token|bearer)["']?\s*[:=]\s*["']?)[^\s"',}]+/gi, '$1***'],
]

/** @param {string} text @returns {string} without passwords, hashes, tokens and keys */
export const masked = (text) =>
  SECRETS.reduce((done, [pattern, instead]) => done.replaceAll(pattern, instead), text)

/** The middle of a long line says least: its beginning is the message, its end what came last. */
const cut = (line) =>
  line.length <= MOST_LETTERS
    ? line
    : `${line.slice(0, MOST_LETTERS * 0.6)} … ${line.slice(-MOST_LETTERS * 0.4)}`

const shorten = (lines) => {
  const most = MOST_LINES - 2
  return lines.length <= most ? lines : [...lines.slice(0, most - 2), '…', lines.at(-1)]
}

/**
 * @param {{file: string, names: string[], lines: string[]}[]} failures
 * @returns {string} at most 12 lines for each of the first 40, two for each of the others; secrets are masked
 */
export const listOf = (failures) =>
  failures
    .flatMap(({ file, names, lines }, index) => {
      const told = index < MOST_IN_FULL ? masked(lines.join('\n')).split('\n') : []
      return [
        `${index + 1}. ${file}`,
        `   ${cut(masked(names.join(' › ')))}`,
        ...shorten(told.filter((line) => line.trim() !== '')).map((line) => `     ${cut(line)}`),
      ]
    })
    .join('\n')

/** What tap wrote; nothing when it did not come so far. */
export const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

/** @returns {string[]} */
const filesIn = (folder) =>
  existsSync(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .flatMap((entry) => {
          const path = join(folder, entry.name)
          return entry.isDirectory() ? filesIn(path) : [path]
        })
        .sort()
    : []

/** Of each file that failed, the status or signal that ended it. */
const endsIn = (all) => {
  const ownLines = all.split('\n').filter((line) => !line.startsWith('    '))
  return new Map(
    failuresIn(ownLines.join('\n')).map(({ names: [file], lines }) => [
      file,
      lines.filter((line) => /^(exitCode|signal): (?!null)/.test(line)),
    ]),
  )
}

/**
 * A file that was ended, or that could not be loaded, says nothing of its failure: how far did it come?
 * @param {string} tap
 * @param {string[] | undefined} end what is known of its end; undefined when it passed, or is unknown
 */
export const ofFile = (tap, end) => {
  const found = failuresIn(tap)
  if (found.length > 0) return found
  const planned = /^1\.\.\d/m.test(tap)
  if (planned && end === undefined) return []
  const last = tap.split('\n').findLast((line) => /^\s*(ok |# Subtest: )/.test(line))
  const lines = [...(end ?? ['did not end']), `last: ${last?.trim() ?? 'nothing'}`]
  return [{ names: ['the file itself; what it said on its way stands above'], lines }]
}

/**
 * What failed in one run of tap.
 * @param {string} name of the group
 * @param {{folder: string, output: string}} written `folder`: the output of each test file, as tap's --output-dir has
 *   it; `output`: that of the whole run
 * @returns {{file: string, names: string[], lines: string[]}[]} `file` with the group before it
 */
export const failuresOf = (name, { folder, output }) => {
  const ends = endsIn(textOf(output))
  return filesIn(folder).flatMap((path) => {
    const file = relative(folder, path).replace(/\.tap$/, '')
    return ofFile(textOf(path), ends.get(file)).map((one) => ({ ...one, file: `${name}: ${file}` }))
  })
}
