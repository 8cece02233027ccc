import { parseArgs } from 'node:util'
import { type Args, type Command, UsageError } from './command.ts'

export interface Parsed {
  readonly name: string
  readonly command: Command
  readonly args: Args
  readonly json: boolean
}

type Commands = Readonly<Record<string, Command>>

/** The longest name that the words begin with: `admin reset-password` before `admin`. */
const nameOf = (commands: Commands, words: readonly string[]): string | undefined =>
  [2, 1]
    .map((count) => words.slice(0, count).join(' '))
    .find((name) => Object.hasOwn(commands, name))

const usageOf = (name: string, command: Command): string =>
  `mc ${name}${command.usage === '' ? '' : ` ${command.usage}`}`

const read = (name: string, command: Command, words: string[]) => {
  try {
    return parseArgs({
      args: words,
      options: { ...command.options, json: { type: 'boolean' } },
      allowPositionals: true,
    })
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${reason}\nUsage: ${usageOf(name, command)}`)
  }
}

/**
 * Finds the command and reads its words and options.
 * @throws UsageError that names the right form
 */
export const parse = (commands: Commands, argv: readonly string[]): Parsed => {
  const name = nameOf(commands, argv)
  const command = name === undefined ? undefined : commands[name]
  if (name === undefined || command === undefined) {
    throw new UsageError(`There is no command "${argv.slice(0, 2).join(' ')}". See: mc help`)
  }
  const { positionals, values } = read(name, command, argv.slice(name.split(' ').length))
  const { min, max } = command.words
  if (positionals.length < min || positionals.length > max) {
    throw new UsageError(`Usage: ${usageOf(name, command)}`)
  }
  const { json, ...rest } = values
  return { name, command, args: { positionals, values: plain(rest) }, json: json === true }
}

/** Options that repeat are not used here: the last one counts. */
const plain = (
  values: Readonly<Record<string, unknown>>,
): Record<string, string | boolean | undefined> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' || typeof value === 'boolean' ? value : undefined,
    ]),
  )

/** The list of all commands with what they do. */
export const help = (commands: Commands): string => {
  const lines = Object.entries(commands).map(([name, command]) => ({
    usage: usageOf(name, command),
    summary: command.summary,
  }))
  const width = Math.max(...lines.map(({ usage }) => usage.length))
  return [
    'The panel from the command line: works while the panel is stopped, as root or as its user.',
    '',
    ...lines.map(({ usage, summary }) => `  ${usage.padEnd(width)}  ${summary}`),
    '',
    'Each command takes --json. MC_STATE_DIR and MC_DATABASE_URL must be as they are for the panel.',
  ].join('\n')
}
