import type { Answer as Rr } from 'dns-packet'
import { ask } from './ask.ts'
import { isAskable, type Reply } from './message.ts'
import type { Answer, AnswerStatus, AskOptions, RecordType } from './types.ts'
import { plainName, textOf } from './values.ts'

/** CNAMEs that are followed; resolvers stop at about as many. */
const MAX_ALIASES = 8
const NXDOMAIN = 3
const REFUSED = 5

interface Found {
  readonly status: AnswerStatus
  readonly values: readonly string[]
  readonly ttl: number | undefined
  readonly aliases: readonly string[]
}

const nothing = (status: AnswerStatus, aliases: readonly string[] = []): Found => ({
  status,
  values: [],
  ttl: undefined,
  aliases,
})

const least = (ttls: readonly (number | undefined)[]): number | undefined => {
  const known = ttls.filter((ttl) => ttl !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

/** How long an absence may be kept: RFC 2308 5. */
const negativeTtl = (authorities: readonly Rr[]): number | undefined =>
  least(
    authorities.map((record) =>
      record.type === 'SOA'
        ? Math.min(record.ttl ?? 0, record.data.minimum ?? Number.MAX_SAFE_INTEGER)
        : undefined,
    ),
  )

const isNamed = (record: Rr, name: string): boolean => plainName(record.name) === name

const ttlOf = (record: Rr): number | undefined => ('ttl' in record ? record.ttl : undefined)

/** Walks from the name over the CNAMEs of one message to the records of the type. */
const walk = (reply: Reply, start: string, type: RecordType): Found => {
  const aliases: string[] = []
  const ttls: (number | undefined)[] = []
  let name = start
  for (;;) {
    const here = reply.answers.filter((record) => isNamed(record, name))
    const wanted = here.filter((record) => record.type === type)
    if (wanted.length > 0) {
      const values = wanted.map(textOf).filter((value) => value !== undefined)
      return { status: 'ok', values, ttl: least([...ttls, ...wanted.map(ttlOf)]), aliases }
    }
    const alias = here.find((record) => record.type === 'CNAME')
    if (alias?.type !== 'CNAME') break
    name = plainName(alias.data)
    if (name === start || aliases.includes(name) || aliases.length >= MAX_ALIASES) {
      return nothing('cname_loop', aliases)
    }
    aliases.push(name)
    ttls.push(alias.ttl)
  }
  const ttl = least([...ttls, negativeTtl(reply.authorities)])
  if (reply.rcode === NXDOMAIN) return { ...nothing('nxdomain', aliases), ttl }
  return { ...nothing(aliases.length > 0 ? 'alias' : 'nodata', aliases), ttl }
}

/** A server below whose zone the name lies says so by naming the servers of the part, without authority. */
const isReferral = ({ authorities }: Reply, name: string): boolean =>
  authorities.some(
    (record) => record.type === 'NS' && `.${name}`.endsWith(`.${plainName(record.name)}`),
  )

const judge = (reply: Reply, name: string, type: RecordType, recursive: boolean): Found => {
  if (reply.rcode === REFUSED) return nothing('refused')
  if (reply.rcode !== 0 && reply.rcode !== NXDOMAIN) return nothing('servfail')
  const responsible = recursive
    ? reply.recursionAvailable || reply.authoritative
    : reply.authoritative
  if (responsible) return walk(reply, name, type)
  return nothing(isReferral(reply, name) ? 'referral' : 'lame')
}

/** An alias without its target: a resolver that stopped there is asked on from it. */
const goOn = async (
  found: Found,
  type: RecordType,
  options: AskOptions,
  before: readonly string[],
): Promise<Answer | undefined> => {
  const target = found.aliases.at(-1)
  if (found.status !== 'alias' || options.recursive === false || target === undefined) {
    return undefined
  }
  const seen = [...before, ...found.aliases.slice(0, -1)]
  const rest = await follow(target, type, options, seen)
  return {
    ...rest,
    ttl: least([found.ttl, rest.ttl]),
    aliases: [...found.aliases, ...rest.aliases],
  }
}

const follow = async (
  name: string,
  type: RecordType,
  options: AskOptions,
  before: readonly string[],
): Promise<Answer> => {
  const { server, recursive = true } = options
  const answer = (found: Found, reply?: Reply): Answer => ({
    ...found,
    server,
    authoritative: reply?.authoritative ?? false,
    authenticated: reply?.authenticated ?? false,
  })
  if (!isAskable(name)) return answer(nothing('nxdomain'))
  const reply = await ask(name, type, options)
  if (typeof reply === 'string') return answer(nothing(reply))
  const found = judge(reply, name, type, recursive)
  const again = [...before, name]
  if (found.aliases.some((alias) => again.includes(alias)) || again.length > MAX_ALIASES) {
    return answer(nothing('cname_loop', found.aliases), reply)
  }
  return (await goOn(found, type, options, again)) ?? answer(found, reply)
}

/**
 * Asks one server for records of a name, with retries, over TCP where UDP is too small, and along CNAMEs. Never
 * throws for what a server does: see `status`.
 * @param name in any case, with or without the trailing dot; what no name server can hold is `nxdomain`
 */
export const lookup = (name: string, type: RecordType, options: AskOptions): Promise<Answer> =>
  follow(plainName(name), type, options, [])

/** TXT records, each as one string. */
export const lookTxt = (name: string, options: AskOptions): Promise<Answer> =>
  lookup(name, 'TXT', options)
