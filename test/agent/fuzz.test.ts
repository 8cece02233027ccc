import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { buildAgentApp } from '@mc/server/agent/app.ts'
import { createBudget } from '@mc/server/agent/budget.ts'
import { ops } from '@mc/shared/ops'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { quiet } from '../helpers/quiet-handlers.ts'

const FRAMES = 100_000
const CONNECTIONS = 16
/** Bytes that the process may have more at the end than when half of it was done. */
const GROWTH = 60 * 1024 * 1024
const BEARER = 'the-bearer-of-this-boot'

t.setTimeout(600_000)

/** A generator that gives the same frames at every run (mulberry32). */
const generator = (seed: number) => {
  let state = seed
  return (below: number): number => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) % below
  }
}

const names = Object.keys(ops)
/** Words that have hurt somebody: other units, paths, options, shells, ends of lines, not quite strings. */
const words = [
  ...['../../etc/shadow', '/etc/passwd', '-rf', '--help', '$(id)', '`id`', ';id', '|id', '&& id'],
  ...['a\nb', 'a\r\nb', 'a\0b', 'ALL', '*', '', ' ', '\u202e', '\ud800', 'x'.repeat(5000), 'é'],
  ...['sshd', 'postfix.service', 'agent', 'api', 'supervisor', '__proto__', 'constructor'],
]
const odd: readonly unknown[] = [
  ...[null, true, false, 0, -1, 1.5, 1e308, [], {}, [[]], [null], { toString: 1 }],
  ...words,
]

/** What may stand where an input is awaited; none of it is one. */
const wrong = (roll: (below: number) => number): unknown => {
  const one = () => odd[roll(odd.length)]
  const member = () => ['service', 'action', 'queue_ids', 'domains', 'hostname', 'x'][roll(6)] ?? ''
  switch (roll(6)) {
    case 0:
      return one()
    case 1:
      return { [member()]: one() }
    case 2:
      return { service: one(), action: one() }
    case 3:
      return { service: 'postfix', action: 'stop', [`${member()}_`]: one() }
    case 4:
      return Array.from({ length: roll(50) }, one)
    default:
      return { service: 'postfix', action: one(), queue_ids: [one(), one()] }
  }
}

interface Frame {
  readonly text: string | Buffer
  /** It is left half sent, and the connection goes. */
  readonly broken: boolean
}

const request = (path: string, body: string | Buffer, headers: readonly string[]): Buffer =>
  Buffer.concat([
    Buffer.from(
      [`POST ${path} HTTP/1.1`, 'host: a', `content-length: ${Buffer.byteLength(body)}`, ...headers]
        .concat('', '')
        .join('\r\n'),
    ),
    Buffer.from(body),
  ])

const json = 'content-type: application/json'
const good = `authorization: Bearer ${BEARER}`

/** As JSON. Some operations take an object without members or with one list: a member more is taken by none. */
const refused = (roll: (below: number) => number): string => {
  const value = wrong(roll)
  const plain = typeof value === 'object' && value !== null && !Array.isArray(value)
  return JSON.stringify(plain && Object.keys(value).length < 2 ? { ...value, more: 1 } : value)
}

/** One frame of which nothing may come. */
const frame = (roll: (below: number) => number): Frame => {
  const path = `/ops/${names[roll(names.length)]}`
  const body = refused(roll)
  const whole = (text: Buffer): Frame => ({ text, broken: false })
  const noise = Buffer.from(Array.from({ length: 1 + roll(200) }, () => roll(256)))
  switch (roll(24)) {
    case 0:
      return whole(
        request(`/ops/${words[roll(words.length)]?.replace(/[^!-~]/g, '') || 'x'}`, body, [
          json,
          good,
        ]),
      )
    case 1:
      return whole(request(path, body, [json, `authorization: Bearer ${words[roll(3)]}`]))
    case 2:
      return whole(request(path, body.slice(0, roll(body.length)), [json, good]))
    case 3:
      return whole(request(path, noise, [json, good]))
    case 4:
      return whole(
        request(path, body, [
          ['content-type: text/plain', 'content-type: application/xml'][roll(2)] ?? '',
          good,
        ]),
      )
    case 5:
      return { text: request(path, body, [json, good]).subarray(0, 20 + roll(60)), broken: true }
    case 6:
      return { text: noise, broken: true }
    case 7:
      return {
        text: `POST ${path} HTTP/1.1\r\nhost: a\r\n${good}\r\n${json}\r\ncontent-length: ${1e6 * (1 + roll(1e6))}\r\n\r\n{`,
        broken: true,
      }
    case 8:
      return {
        text: `POST ${path} HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(roll(30_000))}\r\n`,
        broken: true,
      }
    case 9:
      return whole(
        Buffer.from(
          `${['GET', 'PUT', 'DELETE', 'PATCH'][roll(4)]} ${path} HTTP/1.1\r\nhost: a\r\n${good}\r\ncontent-length: 0\r\n\r\n`,
        ),
      )
    default:
      return whole(request(path, body, [json, good]))
  }
}

/** The agent's real application on a socket of its own; every handler is counted instead of done. */
const start = async (t: Test) => {
  const dir = mkdtempSync('/tmp/mc-fuzz-')
  const done: string[] = []
  const journal: string[] = []
  const handlers = Object.fromEntries(
    names.map((name) => [
      name,
      (...args: [never]) => {
        done.push(name)
        return quiet[name as keyof typeof quiet](...args)
      },
    ]),
  ) as unknown as typeof quiet
  const app = buildAgentApp({
    handlers,
    bearer: BEARER,
    journal: ({ op, result }) => void journal.push(`${op} ${result}`),
    budget: createBudget(10),
    log: Fastify({ logger: { level: 'silent' } }).log,
  })
  const path = join(dir, 'sock')
  await app.listen({ path })
  t.teardown(async () => {
    await app.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return { app, path, done, journal }
}

/** One connection after the other: whole frames wait for their answer, broken ones for the end. */
const attacker = (path: string, seed: number, statuses: Map<number, number>) => {
  const roll = generator(seed)
  let socket: Socket | undefined
  const fresh = async (): Promise<Socket> => {
    const made = connect({ path })
    made.on('error', () => {})
    await once(made, 'connect')
    return made
  }
  const count = (answer: string): void => {
    for (const [, status] of answer.matchAll(/^HTTP\/1\.1 (\d+)/gm)) {
      statuses.set(Number(status), (statuses.get(Number(status)) ?? 0) + 1)
    }
  }
  return async (): Promise<void> => {
    const { text, broken } = frame(roll)
    if (!socket || socket.destroyed || broken) {
      socket?.destroy()
      socket = await fresh()
    }
    const current = socket
    await new Promise<void>((resolve) => {
      const end = (): void => {
        current.removeAllListeners('data').removeAllListeners('close')
        resolve()
      }
      current.on('close', end)
      current.on('data', (chunk) => {
        count(chunk.toString('latin1'))
        if (!broken) end()
      })
      if (broken) current.end(text)
      else current.write(text)
    })
  }
}

/** Status of one good question. */
const ask = async (path: string): Promise<number | undefined> => {
  const headers = { authorization: `Bearer ${BEARER}`, 'content-type': 'application/json' }
  const call = httpRequest({ socketPath: path, path: '/ops/stack.status', method: 'POST', headers })
  call.end('{}')
  const [answer] = await once(call, 'response')
  answer.resume()
  return answer.statusCode
}

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')
/** Bytes of live objects, and of the whole process. */
const memory = () => {
  collect()
  const { heapUsed, rss } = process.memoryUsage()
  return { heapUsed, rss }
}

t.test(`${FRAMES} frames that are no operation: no crash, no effect, no growth`, async (t) => {
  const { app, path, done, journal } = await start(t)
  const statuses = new Map<number, number>()
  const attackers = Array.from({ length: CONNECTIONS }, (_, n) => attacker(path, n + 1, statuses))
  const send = (frames: number) =>
    Promise.all(
      attackers.map(async (next) => {
        for (let sent = 0; sent < frames / CONNECTIONS; sent += 1) await next()
      }),
    )
  await send(FRAMES / 2)
  const before = memory()
  const since = Date.now()
  await send(FRAMES / 2)
  const after = memory()
  t.comment(`${Math.round((Date.now() - since) / 1000)} s, ${JSON.stringify([before, after])}`)
  t.comment(JSON.stringify([...statuses]))
  t.same(done, [], 'no operation was done')
  t.same(journal, [], 'root has nothing to remember')
  t.same(
    [...statuses.keys()].filter((status) => status < 400 || status >= 500),
    [],
    "each was refused as the sender's fault",
  )
  t.ok(after.heapUsed - before.heapUsed < GROWTH / 4, 'what lives has not grown')
  t.ok(after.rss - before.rss < GROWTH, 'the process has not grown')
  t.ok(app.server.listening)
  t.equal(await ask(path), 200, 'and the next good question is answered')
  t.same(done, ['stack.status'])
})
