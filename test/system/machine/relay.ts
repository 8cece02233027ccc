// relay.ts PORT SOCKET — runs in the network of a test machine and hands each connection on to the unix socket, which
// belongs to the file system and so is reached from every network.
import { connect, createServer } from 'node:net'

const [port, socket = ''] = process.argv.slice(2)
createServer((client) => {
  const server = connect(socket)
  client.on('error', () => server.destroy())
  server.on('error', () => client.destroy())
  client.pipe(server).pipe(client)
}).listen(Number(port), '127.0.0.1', () => process.stdout.write('ready\n'))
