import { once } from 'node:events'
import { request } from 'node:http'
import { until } from './until.ts'

/** What a browser's EventSource would hear. */
export const listen = async (
  origin: string,
  headers: Readonly<Record<string, string>>,
  topics?: string,
) => {
  const url = `${origin}/api/events${topics === undefined ? '' : `?topics=${topics}`}`
  const call = request(url, { headers }).end()
  const [answer] = await once(call, 'response')
  let text = ''
  let ended = false
  answer.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
  })
  answer.on('close', () => {
    ended = true
  })
  return {
    status: answer.statusCode as number,
    type: answer.headers['content-type'] as string,
    text: () => text,
    heard: (what: RegExp) => until(`${what} is heard`, 60_000, () => what.test(text)),
    ended: () => until('the stream has ended', 60_000, () => ended),
    leave: () => call.destroy(),
  }
}
