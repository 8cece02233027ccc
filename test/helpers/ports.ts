import { randomInt } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'

const sandbox: Readonly<Record<string, number>> = JSON.parse(
  readFileSync(new URL('../../server/src/layout/sandbox-ports.json', import.meta.url), 'utf8'),
)

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () =>
      server.close(() => resolve(true)),
    )
  })

/** A loopback port that nobody listens on, below those that outgoing connections take. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = randomInt(10_000, 20_000)
    if (await isFree(port)) return port
  }
}

/** An offset for MC_MAIL_PORT_BASE with which every port of the private mail stack is free. */
export const freePortBase = async (): Promise<number> => {
  for (;;) {
    const base = randomInt(200, 8_500)
    const free = await Promise.all(Object.values(sandbox).map((port) => isFree(port + base)))
    if (!free.includes(false)) return base
  }
}
