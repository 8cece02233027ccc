import { request } from 'node:http'

const body = (method, value) =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params><param><value>${value}</value></param></params></methodCall>`

/** Text of the reply, or undefined when supervisord does not answer. */
const ask = (socketPath, method, value) =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'text/xml', host: 'localhost' }
    const options = { socketPath, path: '/RPC2', method: 'POST', headers, timeout: 2000 }
    const call = request(options, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk) => {
        text += chunk
      })
      reply.on('end', () => resolve(text))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end(body(method, value))
  })

/** Exit status (sysexits.h) by which the panel says that no second try can mend its start. */
export const EX_CONFIG = 78

/** True once the program has ended with EX_CONFIG; any other end is followed by the next try. */
export const hasRefused = async (socketPath, name) => {
  const text = await ask(socketPath, 'supervisor.getProcessInfo', `<string>${name}</string>`)
  const member = (key) =>
    new RegExp(`<name>${key}</name>\\s*<value><\\w+>(\\w+)<`).exec(text ?? '')?.[1]
  return member('statename') === 'EXITED' && Number(member('exitstatus')) === EX_CONFIG
}

/** Sends SIGTERM to all programs at once: supervisord's own shutdown would stop one group after the other. */
export const stopPrograms = (socketPath) =>
  ask(socketPath, 'supervisor.stopAllProcesses', '<boolean>0</boolean>')
