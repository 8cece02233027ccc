import { PassThrough, type Readable } from 'node:stream'
import type { Endpoint, EventData, EventName } from '@mc/shared/contract'
import { eventRights } from '@mc/shared/contract/events'
import type { FastifyInstance } from 'fastify'
import { AppError } from '../http/app-error.ts'
import type { Actor } from '../http/caller.ts'
import { can, mayCall } from '../lib/can.ts'

/** Where an event may go beside the right that `eventRights` asks for. */
export type Audience = (actor: Actor) => boolean

/**
 * Tells listeners what changes. One process's listeners hear what that process learns; every process watches the
 * machine for itself.
 */
export interface Events {
  publish<E extends EventName>(event: E, data: EventData[E], audience?: Audience): void
  /**
   * Something that must be watched to be told: begun with the first listener of the event, ended with the last. What
   * it publishes last is the first that a new listener hears.
   */
  source<E extends EventName>(
    event: E,
    begin: (publish: (data: EventData[E]) => void) => () => void,
  ): void
}

interface Stream {
  readonly actor: () => Actor | undefined
  readonly topics: ReadonlySet<EventName>
  readonly out: PassThrough
}

interface Source {
  readonly begin: () => () => void
  end: (() => void) | undefined
  last: string | undefined
}

/** Below the 60 s after which proxies give up on a silent connection. */
const HEARTBEAT_MS = 20_000
/** A revoked right ends its streams within this and the memory of a session, together under 2 s. */
const RECHECK_MS = 750
const PER_PRINCIPAL = 4
/** Bytes that a slow reader may be behind before the connection is ended; the page then connects anew. */
const MAX_BEHIND = 512 * 1024

/** What is no resource with rights of its own, by the first word of its deeds. */
const areas: Readonly<Record<string, 'accounts' | 'tokens'>> = {
  account: 'accounts',
  token: 'tokens',
}

const isEventName = (name: string): name is EventName => Object.hasOwn(eventRights, name)
export const eventNames: readonly EventName[] = Object.keys(eventRights).filter(isEventName)

const frame = (event: string, data: unknown): string =>
  `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`

const principal = (actor: Actor): string => {
  if (actor.kind === 'account') return `session ${actor.session}`
  return actor.kind === 'token' ? `token ${actor.id}` : 'cli'
}

const maySee = (actor: Actor, event: EventName): boolean => {
  const right = eventRights[event]
  return right === null || can(actor, right, 'read')
}

export class EventHub implements Events {
  private readonly streams = new Set<Stream>()
  private readonly sources = new Map<EventName, Source>()
  private timers: NodeJS.Timeout[] = []

  publish<E extends EventName>(event: E, data: EventData[E], audience?: Audience): void {
    this.send(event, frame(event, data), audience)
  }

  source<E extends EventName>(
    event: E,
    begin: (publish: (data: EventData[E]) => void) => () => void,
  ): void {
    const source: Source = {
      begin: () =>
        begin((data) => {
          source.last = frame(event, data)
          this.send(event, source.last)
        }),
      end: undefined,
      last: undefined,
    }
    this.sources.set(event, source)
  }

  /**
   * A stream for one caller.
   * @param identify asks anew who the caller is: undefined, or another right than before, ends the stream
   * @param wanted names of events; those that the caller may not see are left out
   * @throws AppError too_many_streams
   */
  open(
    identify: () => Promise<Actor | undefined>,
    first: Actor,
    wanted: readonly EventName[],
  ): Readable {
    const name = principal(first)
    const own = [...this.streams].filter((stream) => {
      const actor = stream.actor()
      return actor !== undefined && principal(actor) === name
    })
    if (own.length >= PER_PRINCIPAL) {
      throw new AppError(
        'too_many_streams',
        `There are ${PER_PRINCIPAL} live connections of this session already; close a page first.`,
        { retryAfter: 10 },
      )
    }
    let actor: Actor | undefined = first
    const topics = new Set(wanted.filter((event) => maySee(first, event)))
    const stream: Stream = { actor: () => actor, topics, out: new PassThrough() }
    const recheck = setInterval(() => {
      identify().then(
        (now) => {
          actor = now
          if (now && principal(now) === name && [...topics].every((event) => maySee(now, event)))
            return
          stream.out.end()
        },
        // The database does not answer: whoever was let in stays until it does.
        () => {},
      )
    }, RECHECK_MS)
    stream.out.once('close', () => {
      clearInterval(recheck)
      this.remove(stream)
    })
    this.add(stream)
    return stream.out
  }

  /** Every mutation that succeeded is told to all pages, so that they show what somebody else has changed. */
  hooks(app: FastifyInstance): void {
    app.addHook('onResponse', (request, { statusCode }, done) => {
      const endpoint = request.routeOptions.config.endpoint
      if (endpoint && statusCode < 300) this.tellChange(endpoint)
      // Refusals are recorded too; what did not pass validation is not.
      if (endpoint?.audit !== undefined && statusCode !== 400) {
        this.publish('changed', { resource: 'audit' }, (actor) => mayCall(actor, { kind: 'admin' }))
      }
      done()
    })
    app.addHook('preClose', async () => this.close())
  }

  private tellChange({ access, audit }: Endpoint): void {
    if (access.kind !== 'resource') {
      const resource = areas[audit?.split('.')[0] ?? '']
      if (resource) this.publish('changed', { resource }, (actor) => mayCall(actor, access))
    } else if (access.mode === 'write') {
      const { resource } = access
      this.publish('changed', { resource }, (actor) => can(actor, resource, 'read'))
    }
  }

  /** Ends every stream: the server is stopping, and pages connect anew by themselves. */
  private close(): void {
    for (const { out } of this.streams) out.end()
  }

  private add(stream: Stream): void {
    if (this.streams.size === 0) this.startHeart()
    this.streams.add(stream)
    // Milliseconds until the browser connects anew after an end.
    stream.out.write(`retry: 1000\n${frame('hello', { topics: [...stream.topics] })}`)
    for (const event of stream.topics) {
      const source = this.sources.get(event)
      if (!source) continue
      if (source.end) {
        if (source.last !== undefined) stream.out.write(source.last)
      } else source.end = source.begin()
    }
  }

  private remove(stream: Stream): void {
    this.streams.delete(stream)
    for (const event of stream.topics) {
      const source = this.sources.get(event)
      if (!source?.end || this.listened(event)) continue
      source.end()
      source.end = undefined
      source.last = undefined
    }
    if (this.streams.size > 0) return
    for (const timer of this.timers) clearInterval(timer)
    this.timers = []
  }

  private listened(event: EventName): boolean {
    return [...this.streams].some(({ topics }) => topics.has(event))
  }

  private send(event: EventName, text: string, audience?: Audience): void {
    for (const { actor, topics, out } of this.streams) {
      const now = actor()
      if (!topics.has(event) || !now || (audience && !audience(now))) continue
      if (out.writableLength > MAX_BEHIND) out.destroy()
      else out.write(text)
    }
  }

  private startHeart(): void {
    const beat = setInterval(() => {
      for (const { out } of this.streams) out.write(': still here\n\n')
    }, HEARTBEAT_MS)
    beat.unref()
    this.timers.push(beat)
  }
}
