import type { Static, TSchema } from 'typebox'

/**
 * What an operation does to the machine: decides the journal line and, for `destroy`, the hourly budget. `disclose`
 * changes nothing but gives away what people wrote, so each one is in the journal.
 */
export type Effect = 'read' | 'disclose' | 'change' | 'destroy'

/** One privileged operation: its whole wire between the panel (client) and the agent (root). */
export interface Operation {
  readonly summary: string
  readonly effect: Effect
  /** Milliseconds after which the client gives up; the agent finishes or rolls back by itself. */
  readonly timeout: number
  /** Bytes of the longest input; 64 KiB when absent. */
  readonly bodyLimit?: number
  readonly input: TSchema
  readonly output: TSchema
  /** The answer is a sequence of `output`s, one JSON text a line, sent while they are read. */
  readonly stream?: true
}

/** Keeps the literal types of a table of operations while checking its shape. */
export const defineOps = <const T extends Record<string, Operation>>(table: T): T => table

export type Input<O extends Operation> = Static<O['input']>
export type Output<O extends Operation> = Static<O['output']>
