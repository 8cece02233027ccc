import type { ChildProcess } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { ended } from './child.ts'
import { until } from './until.ts'

/** A terminal that someone sits at. */
export interface Terminal {
  /** All that it has shown so far. */
  text(): string
  /** Waits until it shows what is looked for, and returns the match. */
  shows(pattern: RegExp, deadline: number): Promise<RegExpMatchArray>
  /** Presses keys; `\x03` is Ctrl-C. */
  press(keys: string): void
  /** Waits for the end of the command and returns its status. */
  ends(deadline: number): Promise<number | undefined>
  /** Closes the window: the command gets a hang-up. */
  close(): void
}

/** Without colours and movements of the cursor, which may stand before the first letter of a line. */
const plain = (text: string): string => stripVTControlCharacters(text).replaceAll('\r', '')

const tail = (text: string): string => plain(text).split('\n').slice(-30).join('\n')

/**
 * @param child script(1), whose standard input is the keyboard and standard output the screen
 * @param close ends script(1) itself, which may be a child of `child`
 */
export const terminal = (child: ChildProcess, close: () => void): Terminal => {
  let text = ''
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  child.stderr?.setEncoding('utf8').on('data', (piece: string) => {
    text += piece
  })
  // The command may end before the last key was read.
  child.stdin?.on('error', () => {})
  return {
    text: () => plain(text),
    shows: async (pattern, deadline) => {
      try {
        return await until(`the terminal shows ${pattern}`, deadline, () => {
          const match = plain(text).match(pattern)
          if (match === null && ended(child)) throw new Error('The command has ended.')
          return match ?? undefined
        })
      } catch (error) {
        throw new Error(`${error instanceof Error ? error.message : error}\n${tail(text)}`)
      }
    },
    press: (keys) => {
      child.stdin?.write(keys)
    },
    ends: async (deadline) => {
      await until(`the command ends:\n${tail(text)}`, deadline, () => ended(child))
      return child.exitCode ?? undefined
    },
    close,
  }
}
