import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type ListenOptions } from 'node:net'

const sandbox: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('../../server/src/layout/sandbox-ports.json', import.meta.url), 'utf8'),
)

/** What ends a listener; undefined where somebody has the address. */
const listenOn = (options: ListenOptions): Promise<(() => Promise<void>) | undefined> =>
  new Promise((resolve) => {
    const server = createServer().unref()
    server.once('error', () => resolve(undefined))
    server.listen({ ...options, exclusive: true }, () =>
      resolve(() => new Promise((done) => server.close(() => done()))),
    )
  })

/**
 * Takes a port for this process until it ends, however it ends: a name that only one listener may have (unix(7),
 * abstract sockets; no file). Between the look whether a port is free and the daemon that listens there lie seconds, in
 * which a test beside this one must not choose it too.
 */
const claim = async (port: number): Promise<(() => Promise<void>) | undefined> => {
  const give = await listenOn({ path: `\0mission-control-test-port-${port}` })
  if (give === undefined) return undefined
  const free = await listenOn({ host: '127.0.0.1', port })
  await free?.()
  if (free !== undefined) return give
  await give()
  return undefined
}

/** Takes all of them or none. */
const claimAll = async (ports: readonly number[]): Promise<boolean> => {
  const claims = await Promise.all(ports.map(claim))
  if (!claims.includes(undefined)) return true
  await Promise.all(claims.map((give) => give?.()))
  return false
}

/** A loopback port that nobody listens on, below those that outgoing connections take. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(10_000, 20_000)
    if (await claimAll([port])) return port
  }
}

/** An offset for MC_MAIL_PORT_BASE with which every port of the private mail stack is free. */
export const freePortBase = async (): Promise<number> => {
  for (;;) {
    const base = randomInt(200, 8_500)
    if (await claimAll(Object.values(sandbox).map((port) => port + base))) return base
  }
}
