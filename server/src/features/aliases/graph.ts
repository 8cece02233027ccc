import { ALIAS } from '@mc/shared/rules'
import type { Mail } from '../../db/mail-rows.ts'
import { chunks } from '../../db/portable.ts'
import { keysOf, type MailGraph } from '../../lib/alias-graph.ts'

/** Beyond these, nobody looks any further: the limits are exceeded already, or sooner than anybody could notice. */
const MAX_ANCESTORS = 500
const MAX_SOURCES = 5000

/** Sources whose mail comes through `source`, up to the depth that is allowed. */
const ancestorsOf = async (mail: Mail, source: string): Promise<string[]> => {
  const found = new Set<string>()
  let frontier = [source]
  for (let depth = 0; depth <= ALIAS.maxDepth && frontier.length > 0; depth += 1) {
    const rows = await mail
      .selectFrom('aliases')
      .select('source')
      .distinct()
      .where('destination', 'in', frontier)
      .limit(MAX_ANCESTORS)
      .execute()
    frontier = rows.map((row) => row.source).filter((one) => one !== source && !found.has(one))
    for (const one of frontier) found.add(one)
    if (found.size > MAX_ANCESTORS) break
  }
  return [...found]
}

/** Everything that mail for `source`, or for an alias that leads to it, can come to. Read inside the transaction. */
export const graphAround = async (
  mail: Mail,
  source: string,
): Promise<{ graph: MailGraph; ancestors: readonly string[] }> => {
  const ancestors = await ancestorsOf(mail, source)
  const rows = new Map<string, string[]>()
  const mailboxes = new Set<string>()
  const asked = new Set<string>()
  let frontier = [source, ...ancestors]
  for (let depth = 0; depth <= ALIAS.maxDepth + 1 && frontier.length > 0; depth += 1) {
    const reached: string[] = []
    for (const part of chunks(frontier)) {
      for (const key of part) asked.add(key)
      const aliases = await mail
        .selectFrom('aliases')
        .select(['source', 'destination'])
        .where('source', 'in', part)
        .execute()
      const boxes = await mail
        .selectFrom('mailboxes')
        .select('email')
        .where('email', 'in', part)
        .execute()
      for (const { email } of boxes) mailboxes.add(email)
      for (const alias of aliases) {
        rows.set(alias.source, [...(rows.get(alias.source) ?? []), alias.destination])
        reached.push(...keysOf(alias.destination))
      }
    }
    if (rows.size > MAX_SOURCES) break
    frontier = [...new Set(reached)].filter((key) => !asked.has(key))
  }
  return { graph: { rows, mailboxes }, ancestors }
}
