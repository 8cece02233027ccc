import { Resolver } from 'node:dns/promises'

/** TXT records of a name, each joined to one text; undefined when no server gave an answer that holds. */
export type LookTxt = (name: string) => Promise<readonly string[] | undefined>

/** The server said that there is nothing, by NXDOMAIN or by an empty answer. */
const nothing: ReadonlySet<unknown> = new Set(['ENOTFOUND', 'ENODATA'])
const TIMEOUT_MS = 1500
const TRIES = 2

/** @param servers `address:port` of the resolvers to ask; the machine's own when absent */
export const createLookTxt = (servers?: readonly string[]): LookTxt => {
  const resolver = new Resolver({ timeout: TIMEOUT_MS, tries: TRIES })
  if (servers) resolver.setServers(servers)
  return async (name) => {
    try {
      return (await resolver.resolveTxt(name)).map((strings) => strings.join(''))
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : undefined
      return nothing.has(code) ? [] : undefined
    }
  }
}
