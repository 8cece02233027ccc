import { request } from 'node:http'

/** What supervisord's XML-RPC carries. */
export type XmlValue = string | number | boolean | XmlValue[] | { [name: string]: XmlValue }

/** A call that supervisord refused; `code` as in its documentation (10 BAD_NAME, 60 ALREADY_STARTED, 70 NOT_RUNNING). */
export class XmlRpcFault extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' }
const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

const escapeXml = (text: string): string => text.replace(/[&<>]/g, (c) => escapes[c] ?? c)
const unescapeXml = (text: string): string =>
  text.replace(
    /&(?:#(\d+)|(\w+));/g,
    (whole, code: string | undefined, name: string | undefined) =>
      code === undefined ? (entities[name ?? ''] ?? whole) : String.fromCodePoint(Number(code)),
  )

const encode = (value: string | boolean): string =>
  typeof value === 'string'
    ? `<string>${escapeXml(value)}</string>`
    : `<boolean>${value ? 1 : 0}</boolean>`

/** Tags and the text between them, in order. */
const tokens = (xml: string): string[] => xml.match(/<[^>]+>|[^<]+/g) ?? []

/** Reads the value whose `<value>` was just taken. An untyped value is a string. */
const readValue = (queue: string[]): XmlValue => {
  let next = queue.shift() ?? ''
  if (!next.startsWith('<') && next.trim() === '' && queue[0]?.startsWith('<')) {
    next = queue.shift() ?? ''
  }
  if (next === '</value>') return ''
  if (!next.startsWith('<')) {
    queue.shift()
    return unescapeXml(next)
  }
  const type = next.slice(1, -1)
  const value = readTyped(type, queue)
  while (queue.length > 0 && queue.shift() !== '</value>');
  return value
}

const readTyped = (type: string, queue: string[]): XmlValue => {
  if (type.endsWith('/')) return ''
  if (type === 'array') {
    const items: XmlValue[] = []
    for (
      let token = queue.shift();
      token !== undefined && token !== '</array>';
      token = queue.shift()
    ) {
      if (token === '<value>') items.push(readValue(queue))
    }
    return items
  }
  if (type === 'struct') return readStruct(queue)
  const text = queue[0]?.startsWith('</') ? '' : unescapeXml(queue.shift() ?? '')
  if (type === 'int' || type === 'i4' || type === 'double') return Number(text)
  return type === 'boolean' ? text.trim() === '1' : text
}

const readStruct = (queue: string[]): XmlValue => {
  const members: { [name: string]: XmlValue } = {}
  let name = ''
  for (
    let token = queue.shift();
    token !== undefined && token !== '</struct>';
    token = queue.shift()
  ) {
    if (token === '<name>') name = unescapeXml(queue.shift() ?? '')
    if (token === '<value>') members[name] = readValue(queue)
  }
  return members
}

/** The value of a reply. Exported for its test. @throws XmlRpcFault */
export const decode = (xml: string): XmlValue => {
  const queue = tokens(xml)
  while (queue.length > 0 && queue.shift() !== '<value>');
  const value = readValue(queue)
  if (!xml.includes('<fault>')) return value
  const fault = typeof value === 'object' && !Array.isArray(value) ? value : {}
  throw new XmlRpcFault(Number(fault.faultCode), String(fault.faultString))
}

/**
 * One call over supervisord's unix socket.
 * @throws XmlRpcFault when it is refused; Error when the socket does not answer
 */
export const xmlRpc = (
  socketPath: string,
  method: string,
  params: readonly (string | boolean)[] = [],
): Promise<XmlValue> =>
  new Promise((resolve, reject) => {
    const list = params.map((p) => `<param><value>${encode(p)}</value></param>`).join('')
    const body = `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params>${list}</params></methodCall>`
    const call = request({
      socketPath,
      path: '/RPC2',
      method: 'POST',
      headers: {
        'content-type': 'text/xml',
        'content-length': Buffer.byteLength(body),
        host: 'localhost',
      },
      timeout: 30_000,
    })
    call.on('response', (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('error', reject)
      reply.on('end', () => {
        try {
          resolve(decode(Buffer.concat(chunks).toString('utf8')))
        } catch (error) {
          reject(error)
        }
      })
    })
    call.on('timeout', () => call.destroy(new Error('supervisord did not answer within 30 s')))
    call.on('error', reject)
    call.end(body)
  })
