/** The parts of what Postfix notes about a failed attempt. */
export interface Reason {
  /** All of it, as it stands. */
  readonly text: string
  /** Who answered, or was to be reached: `mx.example.net`. */
  readonly host: string | undefined
  /** SMTP reply code, where a server answered. */
  readonly reply: number | undefined
  /** Enhanced status code (RFC 3463) of that answer. */
  readonly enhanced: string | undefined
  /** What the server said, code included; all of the text where none answered. */
  readonly said: string
  /** A server answered with a reply of its own. */
  readonly remote: boolean
  /** The other side is a socket of this machine, such as Dovecot's LMTP service. */
  readonly local: boolean
}

const SUSPENDED = /^delivery temporarily suspended: /
/** smtp(8): `host NAME[ADDRESS] said: …` and `host NAME[ADDRESS] refused to talk to me: …`. */
const ANSWER = /^host ([^\s[]+)\[([^\]]*)\] (?:said|refused to talk to me): ([\s\S]*)$/
const PEER =
  /(?:connect to|lost connection with|conversation with|offered by host|handshake with) ([^\s[:]+)\[([^\]]*)\]/
const NAME = /name=([^\s:]+)/
const CODES = /^(\d{3})[ -](?:#?(\d\.\d{1,3}\.\d{1,3}))?/
const IN_REPLY = / \(in reply to [^()]*\)$/
/** unix sockets and loopback: this server itself. */
const OWN = /^(?:\/|private\/|127\.|::1$)/

/** Takes a reason apart; what is missing stays undefined. */
export const parseReason = (text: string): Reason => {
  const bare = text.replace(SUSPENDED, '')
  const answer = ANSWER.exec(bare)
  const peer = answer ?? PEER.exec(bare)
  const said = (answer?.[3] ?? bare).replace(IN_REPLY, '')
  const codes = answer ? CODES.exec(said) : null
  return {
    text,
    host: peer?.[1] ?? NAME.exec(bare)?.[1],
    reply: codes?.[1] === undefined ? undefined : Number(codes[1]),
    enhanced: codes?.[2],
    said,
    remote: answer !== null,
    local: OWN.test(peer?.[2] ?? ''),
  }
}
