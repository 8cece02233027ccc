import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'

const DEADLINE = 60_000

/** A client of a protocol of lines (POP3, ManageSieve) that begins in clear text. */
export interface LineClient {
  /** Sends a line, if one is given, and reads until an answer has ended. @returns all of it */
  say(line: string | undefined, end: RegExp): Promise<string>
  /** Goes on with TLS on the same connection. */
  secure(): Promise<void>
  close(): void
}

/**
 * Connects to a port of this machine; nothing has been read yet. It comes from an address that is not the server's own:
 * Dovecot takes a connection of a machine to itself for secured, with or without TLS.
 */
export const lineClient = async (port: number): Promise<LineClient> => {
  let socket: Socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.2' })
  let text = ''
  let fault: Error | undefined
  const listen = () => {
    socket.on('data', (chunk) => {
      text += chunk.toString('utf8')
    })
    socket.on('error', (error) => {
      fault = error
    })
    socket.on('close', () => {
      fault ??= new Error(`the server closed the connection after: ${text}`)
    })
    socket.setTimeout(DEADLINE, () => socket.destroy(new Error(`no answer in time, only: ${text}`)))
  }
  await once(socket, 'connect')
  listen()
  return {
    say: async (line, end) => {
      if (line !== undefined) socket.write(`${line}\r\n`)
      while (!end.test(text)) {
        if (fault) throw fault
        await Promise.race([once(socket, 'data'), once(socket, 'close')])
      }
      const answer = text
      text = ''
      return answer
    },
    secure: async () => {
      socket.removeAllListeners()
      const tls = connectTls({ socket, rejectUnauthorized: false })
      await once(tls, 'secureConnect')
      socket = tls
      listen()
    },
    close: () => socket.destroy(),
  }
}
