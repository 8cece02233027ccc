import { ConfigError } from '../config/config.ts'
import { DISK_FULL, databaseFault } from '../db/errors.ts'
import { AppError } from '../http/app-error.ts'
import { UsageError } from './command.ts'
import { commands } from './commands/index.ts'
import { help, parse } from './parse.ts'
import { terminal } from './terminal.ts'

const asksForHelp = (argv: readonly string[]): boolean =>
  argv.length === 0 || argv[0] === 'help' || argv.includes('--help') || argv.includes('-h')

/** A sentence for what a person can mend; anything else is a fault of ours and shows its stack. */
const sentenceOf = (error: unknown): string | undefined => {
  const fault = databaseFault(error)
  if (fault === 'full') return DISK_FULL
  if (fault === 'unreachable') return 'The database does not answer; nothing was changed.'
  if (fault === 'locked') return 'The database is busy; nothing was changed. Try again.'
  const known =
    error instanceof UsageError || error instanceof AppError || error instanceof ConfigError
  return known ? error.message : undefined
}

/**
 * Runs one command: what it gives on standard output, failures on standard error.
 * @returns the exit status: 0 done, 1 not done or something is wrong
 */
export const main = async (argv: readonly string[]): Promise<number> => {
  if (asksForHelp(argv)) {
    process.stdout.write(`${help(commands)}\n`)
    return 0
  }
  try {
    const { command, args, json } = parse(commands, argv)
    const { text, data, status = 0 } = await command.run(args, terminal)
    process.stdout.write(`${json ? JSON.stringify(data) : text}\n`)
    return status
  } catch (error) {
    const sentence = sentenceOf(error)
    if (sentence === undefined) throw error
    process.stderr.write(`${sentence}\n`)
    return 1
  }
}
