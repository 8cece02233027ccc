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

/**
 * State of one program (RUNNING, STARTING, BACKOFF, EXITED, FATAL, …) as supervisord tells it.
 * @returns {Promise<string|undefined>} undefined while supervisord does not answer
 */
export const programState = async (socketPath, name) => {
  const text = await ask(socketPath, 'supervisor.getProcessInfo', `<string>${name}</string>`)
  return /<name>statename<\/name>\s*<value><string>(\w+)</.exec(text ?? '')?.[1]
}

/** Sends SIGTERM to all programs at once: supervisord's own shutdown would stop one group after the other. */
export const stopPrograms = (socketPath) =>
  ask(socketPath, 'supervisor.stopAllProcesses', '<boolean>0</boolean>')
