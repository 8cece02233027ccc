import type { ParseArgsOptionsConfig } from 'node:util'
import type { Terminal } from './terminal.ts'

export interface Args {
  readonly positionals: readonly string[]
  readonly values: Readonly<Record<string, string | boolean | undefined>>
}

/** What a command gives back: text for people, the same as data for scripts. */
export interface Output {
  readonly text: string
  readonly data: unknown
  /** 0 when absent. */
  readonly status?: number
}

/** One command of the tool; its name is the key in the table of `commands/index.ts`. */
export interface Command {
  /** What follows the name: `<email> [--force]`. */
  readonly usage: string
  readonly summary: string
  readonly options?: ParseArgsOptionsConfig
  /** How many words may follow the name. */
  readonly words: { readonly min: number; readonly max: number }
  run(args: Args, terminal: Terminal): Promise<Output>
}

/** The command line was not understood, or asks for what cannot be done here; nothing was changed. */
export class UsageError extends Error {}
