import { setTimeout as delay } from 'node:timers/promises'

/**
 * Waits until the condition gives something other than false or undefined, and returns it.
 * @param what a sentence for the failure: "the queue is empty"
 * @param deadline milliseconds
 * @throws when the deadline passes first, or what the condition throws
 */
export const until = async <T>(
  what: string,
  deadline: number,
  condition: () => T | false | undefined | Promise<T | false | undefined>,
): Promise<T> => {
  const end = performance.now() + deadline
  for (;;) {
    const value = await condition()
    if (value !== false && value !== undefined) return value
    if (performance.now() > end) throw new Error(`Not within ${deadline} ms: ${what}`)
    await delay(50)
  }
}
