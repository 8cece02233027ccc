import { neutral } from './neutral.ts'
import { readStamp } from './stamp.ts'

/** One line of the log, its parts apart. */
export interface LogLine {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly host: string
  /** `postfix/smtp`, `dovecot/lmtp`, `opendkim` … */
  readonly service: string
  readonly pid: number | null
  readonly text: string
}

/** Longer ones come from nobody but who wants to fill something. */
const MOST_CHARACTERS = 8192

/** `host tag[pid]: text`; the tag has no blank, and some daemons give no pid. */
const head = /^(\S+) ([^\s:[]+)(?:\[(\d+)\])?: ?/
/** Dovecot's parts log under one tag and name themselves in the text. */
const part = /^([a-z0-9-]{2,24})(?:\(|: )/

const serviceOf = (tag: string, text: string): string => {
  if (tag !== 'dovecot') return tag
  const name = part.exec(text)?.[1]
  return name === undefined ? tag : `dovecot/${name}`
}

/**
 * @param near time of the line before, for stamps without a year
 * @returns undefined for what is no syslog line
 */
export const readLine = (raw: string, near: number): LogLine | undefined => {
  const line = neutral(raw.length > MOST_CHARACTERS ? raw.slice(0, MOST_CHARACTERS) : raw)
  const stamp = readStamp(line, near)
  if (!stamp) return undefined
  const rest = line.slice(stamp.length)
  const found = head.exec(rest)
  if (!found) return undefined
  const [whole, host = '', tag = '', pid] = found
  const text = rest.slice(whole.length)
  return {
    at: stamp.at,
    host,
    service: serviceOf(tag, text),
    pid: pid === undefined ? null : Number(pid),
    text,
  }
}

/**
 * Postfix's queue ids, short (hexadecimal) and long (digits and consonants: no word of a sentence looks like one).
 * `NOQUEUE` is none.
 */
const queueId = /^([0-9A-F]{6,20}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,24}): /

export const queueIdOf = ({ service, text }: LogLine): string | null =>
  service.startsWith('postfix') || service === 'opendkim' ? (queueId.exec(text)?.[1] ?? null) : null

const marked =
  /^(?:[0-9A-Za-z]+: )?(warning|error|fatal|panic|debug):|: (Warning|Error|Fatal|Panic|Debug): |^(Warning|Error|Fatal|Panic|Debug): |^(?:\S+ )?(warning|error|notice|info): /
const troubled = /(?:^|: )(?:milter-)?reject: |, status=(?:deferred|bounced|expired)/

/** 0 debug, 1 info, 2 warning, 3 error. */
export const levelOf = ({ text }: LogLine): 0 | 1 | 2 | 3 => {
  const found = marked.exec(text)
  const mark = (found?.[1] ?? found?.[2] ?? found?.[3] ?? found?.[4])?.toLowerCase()
  if (mark === 'warning') return 2
  if (mark === 'error' || mark === 'fatal' || mark === 'panic') return 3
  if (mark === 'debug') return 0
  return troubled.test(text) ? 2 : 1
}

/** The line again, as syslog writes it. */
export const textOf = (line: LogLine): string => {
  const tag = line.service.startsWith('dovecot/') ? 'dovecot' : line.service
  const pid = line.pid === null ? '' : `[${line.pid}]`
  return `${new Date(line.at).toISOString()} ${line.host} ${tag}${pid}: ${line.text}`
}
