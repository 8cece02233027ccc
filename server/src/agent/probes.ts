import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { connect, type NetConnectOpts, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

/** Milliseconds that a part has for its answer. */
const PATIENCE = 2000

/** Resolves with the first answer to `send` that `expect` matches; rejects with the reason in plain words. */
const ask = (
  open: () => Socket,
  expect: RegExp,
  { send, bye }: { send?: string | Buffer; bye?: string | Buffer } = {},
): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = open()
    let seen = ''
    const end = (settle: () => void): void => {
      socket.removeAllListeners()
      socket.on('error', () => {})
      if (bye === undefined) socket.end()
      else socket.end(bye)
      setTimeout(() => socket.destroy(), 200).unref()
      settle()
    }
    socket.setTimeout(PATIENCE, () => end(() => reject(new Error('does not answer'))))
    socket.on('error', (error: NodeJS.ErrnoException) =>
      end(() =>
        reject(new Error(error.code === 'ECONNREFUSED' ? 'refuses connections' : error.message)),
      ),
    )
    socket.on('close', () => end(() => reject(new Error('closed the connection at once'))))
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1')
      if (expect.test(seen)) end(() => resolve(seen.split(/\r?\n/, 1)[0] ?? ''))
    })
    if (send !== undefined) socket.write(send)
  })

const plain = (to: NetConnectOpts) => () => connect(to)

/** Whether somebody listens on a unix socket whose protocol is nobody else's. */
export const askSocket = (path: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const socket = connect({ path }, () => {
      socket.destroy()
      resolve()
    })
    socket.on('error', () => reject(new Error('nobody listens')))
  })

/** SMTP greeting, RFC 5321 4.2; leaves with QUIT, so that the log shows no lost connection. */
export const askSmtp = (host: string, port: number): Promise<string> =>
  ask(plain({ host, port }), /^220 .*\r?\n/, { bye: 'QUIT\r\n' })

/** Does something while a session stands that was just greeted. @throws when there is no greeting */
export const duringSmtp = async <T>(
  host: string,
  port: number,
  work: () => Promise<T>,
): Promise<T> => {
  const socket = connect({ host, port, timeout: PATIENCE })
  socket.on('error', () => {})
  socket.on('timeout', () => socket.destroy())
  try {
    const [greeting] = await Promise.race([once(socket, 'data'), once(socket, 'close')])
    if (!String(greeting).startsWith('220')) throw new Error('no greeting')
    return await work()
  } finally {
    socket.end('QUIT\r\n')
    setTimeout(() => socket.destroy(), 200).unref()
  }
}

/** LMTP greeting (RFC 2033) on a unix socket. */
export const askLmtp = (path: string): Promise<string> =>
  ask(plain({ path }), /^220 .*\r?\n/, { bye: 'QUIT\r\n' })

/** The greeting of a protocol that talks first: IMAP `* OK`, POP3 `+OK`, ManageSieve `"IMPLEMENTATION"`. */
export const askGreeting = (
  host: string,
  port: number,
  expect: RegExp,
  bye: string,
): Promise<string> => ask(plain({ host, port }), expect, { bye })

/**
 * The same inside TLS. Whether the certificate is trusted is not the question here: a self-signed one serves too.
 */
export const askTls = (host: string, port: number, expect: RegExp, bye: string): Promise<string> =>
  ask(() => connectTls({ host, port, rejectUnauthorized: false }), expect, { bye })

/** A milter's answer to option negotiation (SMFIC_OPTNEG, version 6): length, `O`, three numbers. */
export const askMilter = async (path: string): Promise<void> => {
  const hello = Buffer.alloc(17)
  hello.writeUInt32BE(13, 0)
  hello.write('O', 4)
  hello.writeUInt32BE(6, 5)
  hello.writeUInt32BE(0x1ff, 9)
  hello.writeUInt32BE(0x1fffff, 13)
  await ask(plain({ path }), /^....O/s, { send: hello, bye: Buffer.from('\0\0\0\x01Q', 'latin1') })
}

/** spamd's PING (its protocol is in spamc(1)'s PROTOCOL file). */
export const askSpamd = (path: string): Promise<string> =>
  ask(plain({ path }), /^SPAMD\/\S+ 0 PONG/, { send: 'PING SPAMC/1.2\r\n\r\n' })

/** A name that every resolver knows without asking anybody (RFC 6761). */
export const askDns = async (host: string, port: number): Promise<void> => {
  const resolver = new Resolver({ timeout: PATIENCE, tries: 1 })
  resolver.setServers([`${host}:${port}`])
  await resolver.resolve4('localhost')
}
