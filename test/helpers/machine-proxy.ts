import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs'
import {
  createServer,
  type IncomingMessage,
  request as requestHttp,
  type ServerResponse,
} from 'node:http'
import { request as requestHttps } from 'node:https'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'

const npmRegistry = 'https://registry.npmjs.org/'

const requestOf = (url: URL) => (url.protocol === 'https:' ? requestHttps : requestHttp)

/** A package never changes under its name, so each is fetched once and then served from the folder. */
const cached = async (url: URL, folder: string): Promise<string> => {
  const file = join(folder, createHash('sha256').update(url.href).digest('hex'))
  if (existsSync(file)) return file
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    requestOf(url)(url, resolve).on('error', reject).end()
  })
  if (reply.statusCode !== 200) {
    reply.resume()
    throw new Error(`${url.href} answers ${reply.statusCode}`)
  }
  const part = `${file}.${process.pid}.${Math.random()}`
  await pipeline(reply, createWriteStream(part))
  renameSync(part, file)
  return file
}

const forward = (url: URL, incoming: IncomingMessage, outgoing: ServerResponse): void => {
  const headers = { ...incoming.headers, host: url.host }
  const call = requestOf(url)(url, { method: incoming.method, headers }, (reply) => {
    outgoing.writeHead(reply.statusCode ?? 502, reply.headers)
    reply.pipe(outgoing)
  })
  call.on('error', (error) => outgoing.headersSent || outgoing.writeHead(502).end(String(error)))
  incoming.pipe(call)
}

/** The host and port behind CONNECT. */
const tunnel = (address: string, client: Duplex, head: Buffer): void => {
  const colon = address.lastIndexOf(':')
  const server = connect(Number(address.slice(colon + 1)), address.slice(0, colon), () => {
    client.write('HTTP/1.1 200 OK\r\n\r\n')
    server.write(head)
    server.pipe(client)
    client.pipe(server)
  })
  server.on('error', () => client.destroy())
  client.on('error', () => server.destroy())
}

/** What is asked for: of a proxy by its whole address, of the mirror by a path. */
const target = (asked: string): URL | null => URL.parse(asked, npmRegistry)

/**
 * The way from a test machine to the package registries: a forward proxy (GET and CONNECT) and a mirror of npm's on
 * a unix socket, which a machine with a network of its own reaches through a relay on its loopback.
 * @param socket path of the unix socket
 * @param folder where packages are kept between runs
 */
export const startProxy = async (
  socket: string,
  folder: string,
): Promise<{ close: () => void }> => {
  mkdirSync(folder, { recursive: true })
  const server = createServer((incoming, outgoing) => {
    const url = target(incoming.url ?? '')
    if (url === null) return void outgoing.writeHead(400).end()
    if (!/\.(deb|tgz)$/.test(url.pathname)) return forward(url, incoming, outgoing)
    cached(url, folder)
      .then((file) => pipeline(createReadStream(file), outgoing.writeHead(200)))
      .catch((error) => outgoing.headersSent || outgoing.writeHead(502).end(String(error)))
  })
  server.on('connect', (incoming, client, head) => tunnel(incoming.url ?? '', client, head))
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
