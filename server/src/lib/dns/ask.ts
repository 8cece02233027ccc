import { overTcp, overUdp } from './exchange.ts'
import { queryFor, type Reply } from './message.ts'
import type { AskOptions, RecordType } from './types.ts'

const TIMEOUT_MS = 1500
const TRIES = 2
const FORMERR = 1
const NOTIMP = 4

type Failure = 'timeout' | 'unreachable' | 'malformed'

/** One question over UDP, or over TCP where the answer was cut off or its name differently spelled. */
const attempt = async (
  name: string,
  type: RecordType,
  { server, timeout = TIMEOUT_MS, recursive = true, unchecked = false, signal }: AskOptions,
  edns: boolean,
): Promise<Reply | Failure> => {
  const over = (way: typeof overUdp) =>
    way(queryFor(name, type, { recursive, edns, unchecked }), server, timeout, signal)
  const first = await over(overUdp)
  const outcome = first === 'truncated' || first === 'case' ? await over(overTcp) : first
  if (outcome === 'truncated') return 'malformed'
  // Servers that spell the name their own way over TCP too are odd, not forged.
  return outcome === 'case' ? 'malformed' : outcome
}

/** Asks one server until it answers or the tries are used up. A server that knows no EDNS is asked without. */
export const ask = async (
  name: string,
  type: RecordType,
  options: AskOptions,
): Promise<Reply | Failure> => {
  let last: Reply | Failure = 'timeout'
  let edns = true
  for (let left = options.tries ?? TRIES; left > 0; left -= 1) {
    if (options.signal?.aborted) return last
    last = await attempt(name, type, options, edns)
    if (typeof last === 'string') continue
    if (!edns || (last.rcode !== FORMERR && last.rcode !== NOTIMP)) return last
    edns = false
    left += 1
  }
  return last
}
