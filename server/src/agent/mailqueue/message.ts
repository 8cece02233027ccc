import { readFile, stat } from 'node:fs/promises'
import type { OpOutput } from '@mc/shared/ops'
import { QUEUE } from '@mc/shared/rules'
import type { AgentDeps } from '../deps.ts'
import { postfixDown } from './down.ts'
import { createFinder, findDeferLog, ifThere } from './spool.ts'

type Message = NonNullable<OpOutput<'queue.message'>>
type Body = NonNullable<OpOutput<'queue.body'>>

const MAX_HEADERS = 128 * 1024
const MAX_ENVELOPE = 4 * 1024 * 1024
/** MAIL_QUEUE_STAT_EXPIRE of Postfix's mail_queue.h: the group's x says "return it at the next attempt". */
const EXPIRED = 0o010

/** postcat(1) on one message; undefined when there is none of this id any more. */
const postcat = async (deps: AgentDeps, id: string, option: '-e' | '-h' | '-b', limit: number) => {
  const { code, stdout, stderr, truncated } = await deps.run(
    'postcat',
    ['-c', deps.layout.stack.postfix.config, option, '-q', id],
    // It writes local times.
    { maxOutput: limit, env: { TZ: 'UTC' } },
  )
  if (code === 0) return { text: stdout, truncated }
  if (/No such file or directory/.test(stderr)) return undefined
  throw postfixDown('could not show this message', stderr)
}

/** One field of the envelope, a line each; the fields' names are Postfix's own. */
const fields = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`^${name}: +(.*)$`, 'gm'))].map((match) => match[1] ?? '')

/** What bounce(8) has written of each recipient: paragraphs of `name=value`. */
export const readDeferLog = (text: string): Map<string, string> =>
  new Map(
    text.split(/\n\n+/).flatMap((paragraph) => {
      const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(paragraph)?.[1]
      const [recipient, reason] = [value('recipient'), value('reason')]
      return recipient === undefined || reason === undefined ? [] : [[recipient, reason] as const]
    }),
  )

const reasonsOf = async ({ layout }: AgentDeps, id: string): Promise<Map<string, string>> => {
  const path = await findDeferLog(layout.stack.postfix.queue, id)
  const text = path === undefined ? undefined : await ifThere(readFile(path, 'utf8'))
  return readDeferLog(text ?? '')
}

/** Everything of one message but its body; null when it is gone. */
export const readMessage = async (deps: AgentDeps, id: string): Promise<Message | null> => {
  const place = await (await createFinder(deps.layout.stack.postfix.queue))(id)
  const file = place && (await ifThere(stat(place.path)))
  if (!place || !file) return null
  const envelope = await postcat(deps, id, '-e', MAX_ENVELOPE)
  const headers = await postcat(deps, id, '-h', MAX_HEADERS)
  if (!envelope || !headers) return null
  const reasons = await reasonsOf(deps, id)
  const [arrival = ''] = fields(envelope.text, 'message_arrival_time')
  const [size = ''] = fields(envelope.text, 'message_size')
  return {
    queue: place.queue,
    sender: fields(envelope.text, 'sender')[0] ?? '',
    recipients: fields(envelope.text, 'recipient').map((address) => ({
      address,
      reason: reasons.get(address) ?? null,
    })),
    size_bytes: Number.parseInt(size, 10) || file.size,
    arrived_ms: Date.parse(`${arrival} UTC`) || Math.floor(file.ctimeMs),
    forced_expire: (file.mode & EXPIRED) !== 0,
    headers: headers.text,
    headers_truncated: headers.truncated,
    // qmgr(8) keeps the time of the next attempt in the file's stamp.
    next_retry_ms: place.queue === 'deferred' ? Math.floor(file.mtimeMs) : null,
  }
}

/** The body, as it was sent; null when the message is gone. */
export const readBody = async (deps: AgentDeps, id: string): Promise<Body | null> => {
  const body = await postcat(deps, id, '-b', QUEUE.bodyBytes)
  // The empty line between headers and body is the first that it writes.
  return body ? { body: body.text.replace(/^\r?\n/, ''), truncated: body.truncated } : null
}
