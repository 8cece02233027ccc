import { ALIAS } from '@mc/shared/rules'
import { domainOf, isReservedLocal, localOf, withoutTag } from './mail-addresses.ts'

/** What is known around some addresses: alias rows by source, and which addresses are mailboxes. */
export interface MailGraph {
  readonly rows: ReadonlyMap<string, readonly string[]>
  readonly mailboxes: ReadonlySet<string>
}

export type Verdict =
  | { readonly kind: 'ok' }
  /** The addresses on the way, the first one again at the end. */
  | { readonly kind: 'loop'; readonly path: readonly string[] }
  | { readonly kind: 'deep' }
  | { readonly kind: 'wide' }

/** Every key by which an address could be found, in the order in which they are tried. */
export const keysOf = (address: string): string[] => {
  const plain = withoutTag(address)
  return [address, ...(plain ? [plain] : []), `@${domainOf(address)}`]
}

/**
 * The alias source that takes mail for an address; undefined when it ends there. The order of delivery: exact alias,
 * mailbox, reserved name, the same without its tag, catch-all. Rows count whether active or not, so that switching
 * one on never makes a loop.
 */
const sourceFor = (graph: MailGraph, address: string): string | undefined => {
  for (const key of keysOf(address)) {
    if (graph.rows.has(key)) return key
    if (graph.mailboxes.has(key)) return undefined
    if (!key.startsWith('@') && isReservedLocal(localOf(key))) return undefined
  }
  return undefined
}

/** Whether an address of ours is a mailbox, an alias or a reserved name, with or without its tag. */
export const isKnown = (graph: MailGraph, address: string): boolean =>
  keysOf(address).some(
    (key) =>
      !key.startsWith('@') &&
      (graph.rows.has(key) || graph.mailboxes.has(key) || isReservedLocal(localOf(key))),
  )

/** Follows a source to its ends: is there a loop, is the chain or the number of ends beyond the limits? */
export const judgeAlias = (graph: MailGraph, source: string): Verdict => {
  /** The sources on the way, each with the address by which it was reached. */
  const path: { readonly key: string; readonly by: string }[] = []
  const ends = new Set<string>()
  /** Sources followed to their ends, with the hops to the farthest. */
  const heights = new Map<string, number>()
  let loop: readonly string[] | undefined

  const follow = (key: string, by: string): number => {
    const known = heights.get(key)
    if (known !== undefined) return known
    const at = path.findIndex((one) => one.key === key)
    if (at !== -1) {
      const way = [...path.slice(at + 1), { key, by }]
      loop ??= [key, ...way.flatMap((one) => (one.by === one.key ? [one.key] : [one.by, one.key]))]
      return 0
    }
    path.push({ key, by })
    let height = 1
    for (const destination of graph.rows.get(key) ?? []) {
      const next = sourceFor(graph, destination)
      if (next === undefined) ends.add(destination)
      else height = Math.max(height, 1 + follow(next, destination))
      if (loop) break
    }
    path.pop()
    heights.set(key, height)
    return height
  }

  const height = follow(source, source)
  if (loop) return { kind: 'loop', path: loop }
  if (height > ALIAS.maxDepth) return { kind: 'deep' }
  return ends.size > ALIAS.maxDestinations ? { kind: 'wide' } : { kind: 'ok' }
}
