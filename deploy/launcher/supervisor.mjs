import { request } from 'node:http'

const body = (method, argument) =>
  `<?xml version="1.0"?><methodCall><methodName>${method}</methodName><params><param><value><string>${argument}</string></value></param></params></methodCall>`

/**
 * State of one program (RUNNING, STARTING, BACKOFF, EXITED, FATAL, …) as supervisord tells it.
 * @returns {Promise<string|undefined>} undefined while supervisord does not answer
 */
export const programState = (socketPath, name) =>
  new Promise((resolve) => {
    const headers = { 'content-type': 'text/xml', host: 'localhost' }
    const options = { socketPath, path: '/RPC2', method: 'POST', headers, timeout: 2000 }
    const call = request(options, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk) => {
        text += chunk
      })
      reply.on('end', () => {
        resolve(/<name>statename<\/name>\s*<value><string>(\w+)</.exec(text)?.[1])
      })
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end(body('supervisor.getProcessInfo', name))
  })
