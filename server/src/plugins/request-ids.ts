import { randomBytes } from 'node:crypto'

/** Ids that are short, unlike each other over restarts, and cost nothing: a random head for this process and a count. */
export const requestIds = (): (() => string) => {
  const head = randomBytes(6).toString('hex')
  let count = 0
  return () => {
    count += 1
    return `${head}-${count.toString(36)}`
  }
}
