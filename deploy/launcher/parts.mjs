import { existsSync, readFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'

const ask = (socketPath, bearer) =>
  new Promise((resolve) => {
    const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' }
    const options = {
      socketPath,
      path: '/ops/stack.status',
      method: 'POST',
      headers,
      timeout: 6000,
    }
    const call = request(options, (reply) => {
      let text = ''
      reply.setEncoding('utf8').on('data', (chunk) => {
        text += chunk
      })
      reply.on('end', () => resolve(reply.statusCode === 200 ? JSON.parse(text).parts : undefined))
    })
    call.on('timeout', () => call.destroy())
    call.on('error', () => resolve(undefined))
    call.end('{}')
  })

/** Last lines that a program wrote to its error output. */
export const lastWords = (file) =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-3).join('\n') : ''

const silent = (who, file) => {
  const words = lastWords(file)
  return words === '' ? [] : [`${who} ended at least once. Its last words:\n${words}`]
}

/**
 * What keeps the whole from being ready, a line each: the mail stack as the agent tells it, and the last words of
 * agent and panel if they did not stay.
 * @param {string} state path of the state folder that is short enough for a socket in it
 */
export const silentParts = async (state, logs) => {
  const bearer = join(state, 'run', 'agent', 'bearer')
  const socket = join(state, 'run', 'agent', 'agent.sock')
  const parts = existsSync(bearer)
    ? await ask(socket, readFileSync(bearer, 'utf8').trim())
    : undefined
  return [
    ...silent('The panel', join(logs, 'api.err')),
    ...silent('The agent', join(logs, 'agent.err')),
    ...(parts ?? []).filter(({ status }) => status !== 'ok').map(({ detail }) => detail),
  ]
}
