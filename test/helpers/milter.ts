import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** One packet of the milter protocol: four bytes of length, a letter, data. */
const packet = (letter: string, data: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5)
  head.writeUInt32BE(data.length + 1)
  head.write(letter, 4)
  return Buffer.concat([head, data])
}

/** SMFIC_OPTNEG: version 6, every action allowed, no step left out. */
const OPTIONS = packet('O', Buffer.from([0, 0, 0, 6, 0, 0, 1, 0xff, 0, 0, 0, 0]))
/** SMFIC_CONNECT: name, IPv4, port, address. */
const CLIENT = packet('C', Buffer.from('client.example\x004\x00\x19127.0.0.2\0', 'latin1'))
const QUIT = packet('Q')

/** The letter of the next packet: `c` goes on, `t` puts off. @throws when the filter ends the connection first */
const answer = async (socket: Socket): Promise<string> => {
  let heard = Buffer.alloc(0)
  while (heard.length < 5 || heard.length < 4 + heard.readUInt32BE()) {
    const part = await Promise.race([once(socket, 'data'), once(socket, 'close')])
    if (!Buffer.isBuffer(part[0])) throw new Error('the filter ended the connection')
    heard = Buffer.concat([heard, part[0]])
  }
  return heard.toString('latin1', 4, 5)
}

/** A connection to a filter as Postfix makes one for each of its clients. */
export const openMilter = async (path: string) => {
  const socket = connect(path)
  await once(socket, 'connect')
  socket.on('error', () => {})
  socket.write(OPTIONS)
  await answer(socket)
  return {
    /** Announces a client. @returns the letter of what the filter says to it */
    client: (): Promise<string> => {
      socket.write(CLIENT)
      return answer(socket)
    },
    close: (): void => {
      socket.end(QUIT)
    },
  }
}
