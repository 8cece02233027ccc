import type { Survey } from '../survey.ts'
import { isKnown } from '../types.ts'
import type { HostFacts } from './facts.ts'

export interface Reach {
  /** Addresses of the name; empty where it has none. */
  readonly addresses: readonly string[]
  /** Some of them, or the name itself, are this server. */
  readonly isOurs: boolean
  readonly isAlias: boolean
  /** False when no server would say. */
  readonly known: boolean
}

/** Where a mail exchanger's name leads. */
export const reachOf = async (survey: Survey, host: HostFacts, name: string): Promise<Reach> => {
  const [v4, v6] = await Promise.all([survey.resolve(name, 'A'), survey.resolve(name, 'AAAA')])
  const addresses = [...v4.values, ...v6.values]
  const own = addresses.some((address) => host.addresses.includes(address))
  return {
    addresses,
    isOurs: name === host.hostname || own,
    isAlias: v4.aliases.length > 0,
    known: isKnown(v4) && isKnown(v6),
  }
}
