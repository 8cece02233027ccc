import { join } from 'node:path'
import type { BodyOf, ErrorCode, Key, ReplyOf } from '@mc/shared/contract'
import type { Machine } from './machine.ts'

interface Answer<K extends Key> {
  readonly status: number
  readonly body: ReplyOf<K> & { readonly error?: string; readonly code?: ErrorCode }
}

/** One endpoint of the contract, typed by its record; `query` with its question mark. */
export type Call = <K extends Key>(key: K, body?: BodyOf<K>, query?: string) => Promise<Answer<K>>

/** How browsers reach the panel of a test machine. */
export interface Door {
  readonly origin: string
  /** Path on the machine of the certificate that they trust. */
  readonly certificate?: string
}

/** Past every web server, as from the machine itself. */
const direct: Door = { origin: 'http://127.0.0.1:8080' }

/** The panel of a test machine as one signed-in browser there sees it. */
export interface MachinePanel {
  readonly machine: Machine
  readonly call: Call
  /** The same on the panel's own port. */
  readonly callDirect: Call
  /** Calls of a script with this token, on the panel's own port: limits are wider than a browser's. */
  scriptWith(token: string): Call
  /** What the customer of ./machine/customer.ts reports. */
  customer(deed: 'enter' | 'mail', input: object): Promise<unknown>
}

const callsOf = (
  ask: (question: object) => Promise<string>,
  { origin }: Door,
  keys: { cookie: string; readonly token?: string },
): Call => {
  return async (key, body, query = '') => {
    const [method = 'GET', path = ''] = key.split(' ')
    const question = { ...keys, url: `${origin}/api${path}${query}`, method, body }
    const answer = JSON.parse(await ask(question))
    keys.cookie = answer.cookie
    return answer
  }
}

/** Calls go through the machine's own loopback; the cookie of the last answer is kept. */
export const panelOf = (machine: Machine, door: Door = direct): MachinePanel => {
  const run = async (script: string, args: readonly string[]): Promise<string> => {
    const { certificate } = door
    const env = certificate && { NODE_EXTRA_CA_CERTS: join(machine.root(), certificate) }
    const { code, stdout, stderr } = await machine.client(script, args, env || {})
    if (code !== 0) throw new Error(`${script} ${args[0]}: ${stderr}`)
    return stdout
  }
  const ask = (question: object) => run('ask.ts', [JSON.stringify(question)])
  const browser = { cookie: '' }
  return {
    machine,
    call: callsOf(ask, door, browser),
    callDirect: callsOf(ask, direct, browser),
    scriptWith: (token) => callsOf(ask, direct, { cookie: '', token }),
    customer: async (deed, input) =>
      JSON.parse(await run('customer.ts', [deed, JSON.stringify(input)])),
  }
}
