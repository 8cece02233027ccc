import type { QueueWhy } from '@mc/shared/contract'
import { parseReason } from './parse.ts'
import { causeOfReason } from './rules.ts'
import { wordsOf } from './words.ts'

const KEPT = 2000
const known = new Map<string, string>()

/**
 * Code of why a message waits, from what Postfix noted of its last attempt. Thousands of messages share a text, so the
 * latest are remembered.
 */
export const causeOf = (text: string): string => {
  const found = known.get(text)
  if (found !== undefined) return found
  const cause = causeOfReason(parseReason(text))
  if (known.size >= KEPT) known.clear()
  known.set(text, cause)
  return cause
}

/** The same in words, with the words that say so. Nothing is advised that the evidence does not show. */
export const explain = (text: string): QueueWhy => {
  const reason = parseReason(text)
  const cause = causeOfReason(reason)
  const { title, sentence, advice } = wordsOf(cause)
  return { cause, title, sentence: sentence(reason), advice, evidence: reason.said }
}

/** A few words for a cause: the name of its group in a list. */
export const titleOf = (cause: string): string => wordsOf(cause).title
