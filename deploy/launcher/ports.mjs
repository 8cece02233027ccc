import { createServer } from 'node:net'
import { Stop } from './say.mjs'

const tryListen = (host, port) =>
  new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error) => resolve(error.code))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })

/**
 * Stops the start, with one line, when a port cannot be had.
 * @param {{host: string, port: number, what: string, variable: string}[]} wanted
 */
export const needPorts = async (wanted) => {
  for (const { host, port, what, variable } of wanted) {
    const code = await tryListen(host, port)
    if (code === undefined) continue
    const where = `${host}:${port} (${what})`
    if (code === 'EADDRINUSE') {
      throw new Stop(`${where} is used by another program. Stop it, or set ${variable}.`)
    }
    if (code === 'EACCES') throw new Stop(`${where} needs root. Set ${variable}.`)
    throw new Stop(
      `${where} cannot be listened on: ${code}. Set MC_HOST to an address of this machine.`,
    )
  }
}
