import type { View, Voice } from './survey.ts'
import { type Answer, isKnown } from './types.ts'

export type FindingStatus = 'pass' | 'warning' | 'fail' | 'missing' | 'unknown'

/** A server that says something else than what holds. */
export interface Difference {
  readonly server: string
  readonly actual: readonly string[]
  /** Seconds until it asks anew; null for a server that is responsible itself. */
  readonly ttl: number | null
}

/** What was found of one record, in words, with what to do. */
export interface Finding {
  readonly type: string
  readonly name: string
  /** The record as it should be, or what must hold of it; empty where anything may stand. */
  readonly expected: string
  readonly actual: readonly string[]
  readonly status: FindingStatus
  readonly message: string
  /** Nothing suffers without it: its absence does not count. */
  readonly optional: boolean
  /** To be published: absolute name and value. */
  readonly record: { readonly host: string; readonly type: string; readonly value: string } | null
  readonly differences: readonly Difference[]
}

export interface Verdict {
  readonly status: FindingStatus
  readonly message: string
}

export interface Spec {
  readonly type: string
  readonly name: string
  readonly expected: string
  readonly optional?: boolean
  readonly record?: Finding['record']
  /** The values that matter of those that a server gave (one TXT name holds many things). */
  readonly pick?: (values: readonly string[]) => readonly string[]
}

const order: Readonly<Record<FindingStatus, number>> = {
  pass: 0,
  unknown: 1,
  warning: 2,
  missing: 3,
  fail: 4,
}

/** A number to sort by: 0 for what is well. */
export const severityOf = (status: FindingStatus): number => order[status]

export const worst = (statuses: readonly FindingStatus[]): FindingStatus =>
  statuses.reduce<FindingStatus>(
    (before, status) => (order[status] > order[before] ? status : before),
    'pass',
  )

const because: Readonly<Partial<Record<Answer['status'], string>>> = {
  timeout: 'no server answered in time',
  unreachable: 'no name server could be reached',
  servfail: 'the resolver could not find out (SERVFAIL)',
  refused: 'the resolver refused the question',
  lame: 'the server that was asked is not responsible',
  malformed: 'the answer could not be read',
  alias: 'it is an alias whose target could not be found out',
  referral: 'the servers of this part of the zone could not be asked',
}

const notKnown = (name: string, { status, aliases }: Answer): Verdict =>
  status === 'cname_loop'
    ? {
        status: 'fail',
        message: `${name} is an alias that leads back to itself over ${aliases.join(', ')}. Point one of these CNAME records at a name with records of its own.`,
      }
    : {
        status: 'unknown',
        message: `Nothing is known: ${because[status] ?? status}. This says nothing about the record itself; check again in a while, and look at the name servers if it stays.`,
      }

/** Minutes and hours as people say them. */
export const spoken = (seconds: number): string => {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`
}

const setOf = (values: readonly string[]): string => JSON.stringify(values.toSorted())

const servers = (voices: readonly Voice[]): string => voices.map(({ server }) => server).join(', ')

interface Heard {
  readonly voice: Voice
  readonly values: readonly string[]
}

const withNotes = (verdict: Verdict, view: View, others: readonly Heard[]): Verdict => {
  const split = others.filter(({ voice }) => voice.role === 'authoritative')
  if (split.length > 0) {
    return {
      status: worst([verdict.status, 'warning']),
      message: `The name servers disagree: ${servers(split.map(({ voice }) => voice))} ${split.length === 1 ? 'answers' : 'answer'} something else. ${verdict.message} If they still disagree in an hour, ask the provider why the zone is not copied.`,
    }
  }
  const resolvers = view.voices.filter(({ role }) => role === 'resolver')
  const broken =
    view.truth.authoritative &&
    resolvers.length > 0 &&
    resolvers.every(({ answer }) => answer.status === 'servfail')
  if (broken) {
    return {
      status: worst([verdict.status, 'warning']),
      message: `${verdict.message} But the resolver rejects the answer (SERVFAIL), and others will too: most often the zone's DNSSEC signatures or its DS record are wrong.`,
    }
  }
  const [late] = others
  if (!late) return verdict
  const left = late.voice.answer.ttl
  const until = left === undefined ? '' : ` for up to ${spoken(left)} more`
  return {
    ...verdict,
    message: `${verdict.message} ${late.voice.server} still has another answer${until}.`,
  }
}

/**
 * Judges what the servers say of a record: the responsible servers' word counts, and where they disagree the worst of
 * it; what resolvers remember beside it is told with the time that it will last.
 * @param judge is given the values that matter, none where the record is absent
 */
export const examine = async (
  view: View,
  spec: Spec,
  judge: (values: readonly string[]) => Verdict | Promise<Verdict>,
): Promise<Finding> => {
  const { type, name, expected, optional = false, record = null, pick = (v) => v } = spec
  const base = { type, name, expected, optional, record }
  const { truth } = view
  if (!isKnown(truth)) {
    return { ...base, actual: [], differences: [], ...notKnown(name, truth) }
  }
  const actual = pick(truth.values)
  const others = view.voices
    .filter(({ answer }) => isKnown(answer))
    .map((voice): Heard => ({ voice, values: pick(voice.answer.values) }))
    .filter(({ values }) => setOf(values) !== setOf(actual))
  const split = others.filter(({ voice }) => voice.role === 'authoritative')
  const verdicts = [await judge(actual)]
  for (const { values } of split) verdicts.push(await judge(values))
  const status = worst(verdicts.map((verdict) => verdict.status))
  const verdict = verdicts.find((one) => one.status === status) ?? {
    status: 'unknown',
    message: '',
  }
  return {
    ...base,
    actual,
    differences: others.map(({ voice, values }) => ({
      server: voice.server,
      actual: values,
      ttl: voice.role === 'authoritative' ? null : (voice.answer.ttl ?? null),
    })),
    ...withNotes(verdict, view, others),
  }
}
