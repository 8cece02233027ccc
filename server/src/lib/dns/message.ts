import { randomInt } from 'node:crypto'
import {
  AUTHENTIC_DATA,
  CHECKING_DISABLED,
  decode,
  encode,
  RECURSION_DESIRED,
  type Answer as Rr,
} from 'dns-packet'
import type { RecordType } from './types.ts'

/** Fits an IPv6 packet that is never cut up (DNS flag day 2020). */
const UDP_BYTES = 1232
const FIXED_HEADER_BYTES = 12
const TRUNCATED = 0x0200

export interface Query {
  readonly id: number
  /** As sent, in mixed case: an answer must repeat it (draft-vixie-dnsext-dns0x20), or is a forger's. */
  readonly name: string
  readonly type: RecordType
  readonly bytes: Buffer
}

export interface Reply {
  /** RFC 1035 4.1.1. */
  readonly rcode: number
  readonly authoritative: boolean
  readonly authenticated: boolean
  readonly recursionAvailable: boolean
  readonly answers: readonly Rr[]
  readonly authorities: readonly Rr[]
}

/** Whether a name can be asked for at all: RFC 1035 2.3.4, and printable ASCII. */
export const isAskable = (name: string): boolean =>
  name.length <= 253 && name.split('.').every((label) => /^[!-~]{1,63}$/.test(label))

const mixCase = (name: string): string =>
  name.replaceAll(/[a-z]/gi, (letter) =>
    randomInt(2) === 0 ? letter.toLowerCase() : letter.toUpperCase(),
  )

/** @param name one that `isAskable` */
export const queryFor = (
  name: string,
  type: RecordType,
  how: { readonly recursive: boolean; readonly edns: boolean; readonly unchecked: boolean },
): Query => {
  const id = randomInt(0x10000)
  const asked = mixCase(name)
  const bytes = encode({
    type: 'query',
    id,
    // AD in a query asks for AD in the answer (RFC 6840 5.7) without the bulk of signatures.
    flags:
      (how.recursive ? RECURSION_DESIRED : 0) |
      (how.unchecked ? CHECKING_DISABLED : 0) |
      AUTHENTIC_DATA,
    questions: [{ name: asked, type, class: 'IN' }],
    additionals: how.edns
      ? [
          {
            type: 'OPT',
            name: '.',
            udpPayloadSize: UDP_BYTES,
            extendedRcode: 0,
            ednsVersion: 0,
            flags: 0,
            flag_do: false,
            options: [],
          },
        ]
      : [],
  })
  return { id, name: asked, type, bytes }
}

/**
 * Reads what came back.
 * @returns `stray` for what does not answer this query (go on waiting), `case` when only the spelling of the name was
 * not repeated, `truncated` when the rest is to be had over TCP
 */
export const readReply = (
  { id, name, type }: Query,
  bytes: Buffer,
): Reply | 'stray' | 'case' | 'truncated' | 'malformed' => {
  if (bytes.length < FIXED_HEADER_BYTES || bytes.readUInt16BE(0) !== id) return 'stray'
  // Before the rest, which may be cut off anywhere.
  if ((bytes.readUInt16BE(2) & TRUNCATED) !== 0) return 'truncated'
  try {
    const message = decode(bytes)
    const [question] = message.questions ?? []
    const rcode = (message.flags ?? 0) & 0xf
    if (!message.flag_qr) return 'stray'
    // Some servers leave the question out when they refuse it.
    const mute = question === undefined && rcode !== 0
    if (!mute) {
      if (question?.type !== type || question.name.toLowerCase() !== name.toLowerCase()) {
        return 'stray'
      }
      if (question.name !== name) return 'case'
    }
    return {
      rcode,
      authoritative: message.flag_aa,
      authenticated: message.flag_ad,
      recursionAvailable: message.flag_ra,
      answers: message.answers ?? [],
      authorities: message.authorities ?? [],
    }
  } catch {
    return 'malformed'
  }
}
