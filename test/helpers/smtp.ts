import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'

/** One complete reply: its code and all lines. */
export interface Reply {
  readonly code: number
  readonly text: string
}

export interface SmtpOptions {
  readonly port: number
  /** Loopback address that the client comes from: 127.0.0.1 is inside, every other one is the outside world. */
  readonly from?: string
  /** TLS from the first byte (submissions). */
  readonly tls?: boolean
}

const DEADLINE = 60_000

/** Splits a stream into replies; a line `250-` continues, `250 ` ends one (RFC 5321 4.2.1). */
const replyReader = () => {
  const ready: Reply[] = []
  const waiting: { resolve: (reply: Reply) => void; reject: (error: Error) => void }[] = []
  let rest = ''
  let lines: string[] = []
  let ended: Error | undefined
  const finish = (last: string): void => {
    const reply = { code: Number(last.slice(0, 3)), text: [...lines, last].join('\n') }
    lines = []
    const next = waiting.shift()
    if (next === undefined) ready.push(reply)
    else next.resolve(reply)
  }
  return {
    feed: (chunk: Buffer): void => {
      const all = (rest + chunk.toString('latin1')).split('\r\n')
      rest = all.pop() ?? ''
      for (const line of all) {
        if (line[3] === '-') lines.push(line)
        else finish(line)
      }
    },
    end: (error: Error): void => {
      ended = error
      for (const { reject } of waiting.splice(0)) reject(error)
    },
    next: (): Promise<Reply> => {
      const reply = ready.shift()
      if (reply !== undefined) return Promise.resolve(reply)
      if (ended !== undefined) return Promise.reject(ended)
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }))
    },
    /** Replies that came although nobody asked for them. */
    left: (): readonly Reply[] => ready,
  }
}

/** A raw SMTP client: sends exactly the bytes it is given and reads replies. */
export class Smtp {
  #socket: Socket | TLSSocket
  #reader = replyReader()

  private constructor(socket: Socket | TLSSocket) {
    this.#socket = socket
    this.#listen()
  }

  #listen(): void {
    this.#socket.on('data', (chunk: Buffer) => this.#reader.feed(chunk))
    this.#socket.on('error', (error) => this.#reader.end(error))
    this.#socket.on('close', () => this.#reader.end(new Error('the server closed the connection')))
    this.#socket.setTimeout(DEADLINE, () => this.#socket.destroy(new Error('no reply in time')))
  }

  /** Connects and reads the greeting. */
  static async open({ port, from = '127.0.0.2', tls = false }: SmtpOptions): Promise<Smtp> {
    const plain = connect({ host: '127.0.0.1', port, localAddress: from })
    await once(plain, 'connect')
    const client = new Smtp(tls ? await secured(plain) : plain)
    await client.reply()
    return client
  }

  /** The next reply. @throws when the connection ends first */
  reply(): Promise<Reply> {
    return this.#reader.next()
  }

  /** Sends bytes as they are; nothing is added. */
  send(bytes: string | Buffer): void {
    this.#socket.write(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes)
  }

  /** One command and its reply. */
  async command(line: string): Promise<Reply> {
    this.send(`${line}\r\n`)
    return await this.reply()
  }

  async startTls(): Promise<void> {
    const reply = await this.command('STARTTLS')
    if (reply.code !== 220) throw new Error(`STARTTLS: ${reply.text}`)
    this.#socket.removeAllListeners()
    this.#socket = await secured(this.#socket)
    this.#reader = replyReader()
    this.#listen()
  }

  /** AUTH PLAIN, RFC 4616. */
  login(user: string, password: string): Promise<Reply> {
    const token = Buffer.from(`\0${user}\0${password}`).toString('base64')
    return this.command(`AUTH PLAIN ${token}`)
  }

  /** Content after DATA: dots doubled, ended by the dot. @returns the final reply */
  async data(content: string): Promise<Reply> {
    const go = await this.command('DATA')
    if (go.code !== 354) return go
    this.send(`${content.replace(/\r?\n/g, '\r\n').replace(/^\./gm, '..')}\r\n.\r\n`)
    return await this.reply()
  }

  unasked(): readonly Reply[] {
    return this.#reader.left()
  }

  async quit(): Promise<void> {
    await this.command('QUIT').catch(() => {})
    this.#socket.destroy()
  }
}

const secured = async (socket: Socket): Promise<TLSSocket> => {
  const tls = connectTls({ socket, rejectUnauthorized: false })
  await once(tls, 'secureConnect')
  return tls
}

export interface Envelope {
  readonly from: string
  readonly to: string | readonly string[]
}

/**
 * One message from a stranger's address to port 25.
 * @returns the first reply that refuses, or the one to the content
 */
export const sendFromOutside = async (
  port: number,
  envelope: Envelope,
  content: string,
  from = '127.0.0.2',
): Promise<Reply> => {
  const client = await Smtp.open({ port, from })
  try {
    const recipients = typeof envelope.to === 'string' ? [envelope.to] : envelope.to
    const commands = [
      'EHLO stranger.example',
      `MAIL FROM:<${envelope.from}>`,
      ...recipients.map((address) => `RCPT TO:<${address}>`),
    ]
    for (const line of commands) {
      const reply = await client.command(line)
      if (reply.code >= 400) return reply
    }
    return await client.data(content)
  } finally {
    await client.quit()
  }
}
