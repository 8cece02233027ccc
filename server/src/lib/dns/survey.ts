import { lookup } from './lookup.ts'
import { type Answer, type AskOptions, type Endpoint, isKnown, type RecordType } from './types.ts'

/** Where this machine asks. */
export interface Sources {
  /** Configured resolvers, in order. */
  readonly resolvers: readonly Endpoint[]
  /** Where the name server with this address is reached. */
  readonly at: (address: string) => Endpoint
  /** Milliseconds for one attempt. */
  readonly timeout?: number
  readonly tries?: number
}

/** A server that is responsible for a zone, as its parent names it. */
export interface NameServer {
  readonly name: string
  /** Undefined when its name leads nowhere. */
  readonly endpoint: Endpoint | undefined
  /** How it answered for the zone itself. */
  readonly probe: Answer['status'] | 'no_address'
}

export interface Zone {
  /** Undefined when no name server is known at or above the name. */
  readonly name: string | undefined
  readonly servers: readonly NameServer[]
  /** False when no resolver would say. */
  readonly known: boolean
}

export interface Voice {
  /** Name and address of a name server, address of a resolver. */
  readonly server: string
  readonly role: 'authoritative' | 'resolver'
  readonly answer: Answer
}

/** What all servers say of one name and type. */
export interface View {
  readonly voices: readonly Voice[]
  /** What holds: the first responsible server's answer, else the first resolver's. */
  readonly truth: Answer
}

export interface Survey {
  zoneOf(name: string): Promise<Zone>
  /** Every responsible server and every resolver. */
  look(name: string, type: RecordType): Promise<View>
  /** The first resolver that knows; asked once for each name and type. */
  resolve(name: string, type: RecordType): Promise<Answer>
}

const MAX_SERVERS = 4
const MAX_RESOLVERS = 3

/** Results by question: each is asked once. */
class Memory<T> {
  private readonly known = new Map<string, Promise<T>>()

  once(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.known.get(key)
    if (before) return before
    const now = work()
    this.known.set(key, now)
    return now
  }
}

/** The name itself and all above it but the top-level domain. */
const upwards = (name: string): string[] => {
  const labels = name.split('.')
  return labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
}

const noResolver: Answer = {
  status: 'unreachable',
  values: [],
  ttl: undefined,
  aliases: [],
  authoritative: false,
  authenticated: false,
  server: { address: '', port: 0 },
}

const keyOf = (name: string, type: RecordType): string => `${type} ${name.toLowerCase()}`

class OneSurvey implements Survey {
  private readonly sources: Sources
  private readonly resolvers: readonly Endpoint[]
  private readonly limits: Pick<AskOptions, 'signal' | 'timeout' | 'tries'>
  private readonly zones = new Memory<Zone>()
  private readonly views = new Memory<View>()
  private readonly answers = new Memory<Answer[]>()

  constructor(sources: Sources, signal: AbortSignal) {
    const { timeout, tries } = sources
    this.sources = sources
    this.resolvers = sources.resolvers.slice(0, MAX_RESOLVERS)
    this.limits = {
      signal,
      ...(timeout === undefined ? {} : { timeout }),
      ...(tries === undefined ? {} : { tries }),
    }
  }

  async resolve(name: string, type: RecordType): Promise<Answer> {
    const answers = await this.askResolvers(name, type)
    return answers.find(isKnown) ?? answers[0] ?? noResolver
  }

  look(name: string, type: RecordType): Promise<View> {
    return this.views.once(keyOf(name, type), async () => {
      const [servers, answers] = await Promise.all([
        this.askServers(name, type),
        this.askResolvers(name, type),
      ])
      const remembered = answers.map(
        (answer): Voice => ({ server: answer.server.address, role: 'resolver', answer }),
      )
      const voices = [...servers, ...remembered]
      const truth = voices.find(({ answer }) => isKnown(answer)) ?? voices[0]
      return { voices, truth: truth?.answer ?? noResolver }
    })
  }

  zoneOf(name: string): Promise<Zone> {
    return this.zones.once(name, () => this.findZone(name))
  }

  private askResolvers(name: string, type: RecordType, unchecked = false): Promise<Answer[]> {
    return this.answers.once(`${unchecked} ${keyOf(name, type)}`, () =>
      Promise.all(
        this.resolvers.map((server) => lookup(name, type, { server, unchecked, ...this.limits })),
      ),
    )
  }

  /** Found also where DNSSEC is broken: the servers themselves are asked then. */
  private async resolveUnchecked(name: string, type: RecordType): Promise<Answer> {
    const answers = await this.askResolvers(name, type, true)
    return answers.find(isKnown) ?? answers[0] ?? noResolver
  }

  private async findZone(name: string): Promise<Zone> {
    let known = true
    for (const zone of upwards(name)) {
      const answer = await this.resolveUnchecked(zone, 'NS')
      if (answer.status === 'timeout' || answer.status === 'unreachable') {
        return { name: undefined, servers: [], known: false }
      }
      if (!isKnown(answer) && answer.status !== 'alias') known = false
      // An alias is no zone of its own, though its target has servers.
      if (answer.status !== 'ok' || answer.aliases.length > 0) continue
      const names = answer.values.toSorted().slice(0, MAX_SERVERS)
      const servers = await Promise.all(names.map((one) => this.probe(zone, one)))
      return { name: zone, servers, known: true }
    }
    return { name: undefined, servers: [], known }
  }

  private async probe(zone: string, name: string): Promise<NameServer> {
    const [v4, v6] = await Promise.all([
      this.resolveUnchecked(name, 'A'),
      this.resolveUnchecked(name, 'AAAA'),
    ])
    const address = v4.values[0] ?? v6.values[0]
    if (address === undefined) return { name, endpoint: undefined, probe: 'no_address' }
    const server = this.sources.at(address)
    const { status } = await lookup(zone, 'SOA', { server, recursive: false, ...this.limits })
    return { name, endpoint: server, probe: status }
  }

  private async askServers(name: string, type: RecordType): Promise<Voice[]> {
    const { servers } = await this.zoneOf(name)
    const live = servers.flatMap(({ name: server, endpoint, probe }) =>
      endpoint && (probe === 'ok' || probe === 'nodata') ? [{ server, endpoint }] : [],
    )
    return Promise.all(
      live.map(async ({ server, endpoint }): Promise<Voice> => {
        const options = { server: endpoint, recursive: false, ...this.limits }
        const answer = await this.complete(await lookup(name, type, options), type)
        return { server: `${server} (${endpoint.address})`, role: 'authoritative', answer }
      }),
    )
  }

  /** A responsible server names an alias that leads out of its zone: what stands there, a resolver knows. */
  private async complete(answer: Answer, type: RecordType): Promise<Answer> {
    const target = answer.aliases.at(-1)
    if (answer.status !== 'alias' || target === undefined) return answer
    const { status, values, aliases } = await this.resolve(target, type)
    return { ...answer, status, values, aliases: [...answer.aliases, ...aliases] }
  }
}

/**
 * One look at the DNS, with a memory: within it every question is asked once. `signal` is the deadline of the check.
 * Zone cuts are found by asking a resolver for NS records upwards from the name; the servers named there are then
 * asked without recursion. Those that do not answer for the zone itself are left out of everything else.
 */
export const createSurvey = (sources: Sources, signal: AbortSignal): Survey =>
  new OneSurvey(sources, signal)
