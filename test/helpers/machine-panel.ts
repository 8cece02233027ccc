import type { BodyOf, ErrorCode, Key, ReplyOf } from '@mc/shared/contract'
import type { Machine } from './machine.ts'

const url = 'http://127.0.0.1:8080'

interface Answer<K extends Key> {
  readonly status: number
  readonly body: ReplyOf<K> & { readonly error?: string; readonly code?: ErrorCode }
}

/** The panel of a test machine as one signed-in browser there sees it. */
export interface MachinePanel {
  readonly machine: Machine
  /** One endpoint of the contract, typed by its record; `query` with its question mark. */
  call<K extends Key>(key: K, body?: BodyOf<K>, query?: string): Promise<Answer<K>>
  /** What the customer of ./machine/customer.ts reports. */
  customer(deed: 'enter' | 'mail', input: object): Promise<unknown>
}

/** Calls go through the machine's own loopback; the cookie of the last answer is kept. */
export const panelOf = (machine: Machine): MachinePanel => {
  let cookie = ''
  const run = async (script: string, args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await machine.client(script, args)
    if (code !== 0) throw new Error(`${script} ${args[0]}: ${stderr}`)
    return stdout
  }
  return {
    machine,
    call: async (key, body, query = '') => {
      const [method = 'GET', path = ''] = key.split(' ')
      const question = { url: `${url}/api${path}${query}`, method, cookie, body }
      const answer = JSON.parse(await run('ask.ts', [JSON.stringify(question)]))
      cookie = answer.cookie
      return answer
    },
    customer: async (deed, input) =>
      JSON.parse(await run('customer.ts', [deed, JSON.stringify(input)])),
  }
}
