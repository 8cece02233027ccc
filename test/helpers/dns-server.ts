import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type Server } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import type { RecordType } from '@mc/server/lib/dns/types.ts'
import {
  type Answer,
  AUTHENTIC_DATA,
  AUTHORITATIVE_ANSWER,
  decode,
  encode,
  type Question,
  RECURSION_AVAILABLE,
  TRUNCATED_RESPONSE,
} from 'dns-packet'
import type { Test } from 'tap'
import { freePort } from './ports.ts'

/** How a server treats a name, in place of an answer from its records. */
export type Fault =
  | 'silent'
  | 'servfail'
  | 'refused'
  | 'nxdomain'
  /** Answers without authority, as a server that was never told of the zone. */
  | 'lame'
  /** Too big for UDP, whole over TCP. */
  | 'truncated'
  /** Repeats another spelling of the name than it was asked for. */
  | 'respelled'
  /** Over UDP, the right name in other letters than it was asked in. */
  | 'recased'
  /** Half of a message. */
  | 'garbled'
  /** The first question is lost. */
  | 'drops_one'
  /** Takes 300 ms. */
  | 'slow'

/** Records by `name TYPE`: data as dns-packet takes it. */
export type Zone = Readonly<Record<string, readonly unknown[]>>

export interface DnsServer {
  readonly address: string
  readonly port: number
  /** Changed while it runs: what it answers from now on. */
  zone: Zone
  /** By name (all types) or `name TYPE`. */
  faults: Readonly<Record<string, Fault>>
  /** As resolvers answer: with recursion, without authority. */
  resolver: boolean
  /** `name TYPE` of every question, in order, with the way it came. */
  readonly asked: string[]
}

const RCODE = { servfail: 2, refused: 5, nxdomain: 3 } as const
const SLOW_MS = 300

/** The name's own records, and those that its alias leads to. */
const answersFor = (zone: Zone, { name, type }: Question): Answer[] => {
  const key = name.toLowerCase()
  const of = (wanted: string): Answer[] =>
    (zone[`${key} ${wanted}`] ?? []).map(
      // The test's author writes the data as the library takes it for the type.
      (data) => ({ name, type: wanted, class: 'IN', ttl: 300, data }) as Answer,
    )
  const own = of(type)
  if (own.length > 0 || type === 'CNAME') return own
  const [alias] = of('CNAME')
  return alias ? [alias, ...chase(zone, alias, type, 5)] : []
}

const chase = (zone: Zone, alias: Answer, type: RecordType | string, left: number): Answer[] => {
  if (alias.type !== 'CNAME' || left === 0) return []
  const name = alias.data
  const found = (wanted: string) =>
    (zone[`${name.toLowerCase()} ${wanted}`] ?? []).map(
      (data) => ({ name, type: wanted, class: 'IN', ttl: 300, data }) as Answer,
    )
  const wanted = found(type)
  if (wanted.length > 0) return wanted
  const [next] = found('CNAME')
  return next ? [next, ...chase(zone, next, type, left - 1)] : []
}

const exists = (zone: Zone, name: string): boolean =>
  Object.keys(zone).some((key) => {
    const known = key.slice(0, key.indexOf(' '))
    return known === name.toLowerCase() || known.endsWith(`.${name.toLowerCase()}`)
  })

const soa = (name: string): Answer => ({
  name,
  type: 'SOA',
  class: 'IN',
  ttl: 120,
  data: { mname: 'ns.invalid', rname: 'root.invalid', serial: 1, minimum: 60 },
})

const spelled = (name: string, fault: Fault | undefined, udp: boolean): string => {
  if (fault === 'respelled') return 'XXX'
  return fault === 'recased' && udp ? name.toLowerCase() : name
}

const reply = (
  server: DnsServer,
  bytes: Buffer,
  fault: Fault | undefined,
  udp: boolean,
): Buffer => {
  const { id = 0, questions = [] } = decode(bytes)
  const question = questions[0] ?? { name: '.', type: 'A' }
  const answers = answersFor(server.zone, question)
  const refused = fault === 'servfail' || fault === 'refused' || fault === 'nxdomain'
  const missing = answers.length === 0 && !exists(server.zone, question.name)
  const rcode = refused ? RCODE[fault] : missing ? RCODE.nxdomain : 0
  const given = refused || fault === 'lame' ? [] : answers
  const cut = fault === 'truncated' && udp
  const authority = server.resolver || fault === 'lame' ? 0 : AUTHORITATIVE_ANSWER
  const message = encode({
    type: 'response',
    id,
    flags:
      rcode |
      authority |
      (server.resolver ? RECURSION_AVAILABLE : 0) |
      (server.resolver && server.faults[`${question.name.toLowerCase()} AD`] ? AUTHENTIC_DATA : 0) |
      (cut ? TRUNCATED_RESPONSE : 0),
    questions: [{ ...question, name: spelled(question.name, fault, udp) }],
    answers: cut ? [] : given,
    authorities: given.length === 0 && fault !== 'lame' && !refused ? [soa(question.name)] : [],
  })
  return fault === 'garbled' ? message.subarray(0, message.length - 5) : message
}

/** @returns the answer, or undefined where there is none */
const respond = async (
  server: DnsServer,
  bytes: Buffer,
  udp: boolean,
): Promise<Buffer | undefined> => {
  const [question] = decode(bytes).questions ?? []
  const name = question?.name.toLowerCase() ?? ''
  const key = `${name} ${question?.type}`
  const isFirst = !server.asked.some((line) => line.startsWith(`${key} `))
  server.asked.push(`${key} ${udp ? 'udp' : 'tcp'}`)
  const fault = server.faults[key] ?? server.faults[name] ?? server.faults['*']
  if (fault === 'silent' || (fault === 'drops_one' && isFirst)) return undefined
  if (fault === 'slow') await delay(SLOW_MS)
  return reply(server, bytes, fault, udp)
}

const overUdp = (server: () => DnsServer): Socket => {
  const socket = createSocket('udp4')
  socket.on('message', async (bytes, from) => {
    const answer = await respond(server(), bytes, true)
    if (answer) socket.send(answer, from.port, from.address, () => {})
  })
  return socket
}

const overTcp = (server: () => DnsServer): Server =>
  createServer((socket) => {
    socket.on('error', () => {})
    socket.on('data', async (chunk) => {
      const answer = await respond(server(), chunk.subarray(2), false)
      if (!answer) return
      const length = Buffer.alloc(2)
      length.writeUInt16BE(answer.length)
      socket.end(Buffer.concat([length, answer]))
    })
  })

/** A name server on loopback, UDP and TCP on one high port; ends with the test. */
export const startDnsServer = async (
  t: Test,
  zone: Zone = {},
  faults: Readonly<Record<string, Fault>> = {},
  options: { readonly resolver?: boolean } = {},
): Promise<DnsServer> => {
  const port = await freePort()
  const tcp = overTcp(() => server)
  tcp.listen(port, '127.0.0.1')
  await once(tcp, 'listening')
  const udp = overUdp(() => server)
  udp.bind(port, '127.0.0.1')
  await once(udp, 'listening')
  t.teardown(() => {
    udp.close()
    tcp.close()
  })
  const { resolver = false } = options
  const server: DnsServer = { address: '127.0.0.1', port, zone, faults, resolver, asked: [] }
  return server
}
