import type { Reason } from './parse.ts'

/** One way to recognise a cause: by the words, and where it must be so by who said them. */
interface Rule {
  readonly cause: string
  /** Words that say it. */
  readonly words?: RegExp
  /** Enhanced status codes (RFC 3463, RFC 7372) that say it. */
  readonly codes?: RegExp
  /** Only what Postfix itself found; else only what a server answered. */
  readonly by?: 'attempt'
  /** Only a socket of this machine. */
  readonly local?: true
}

/** What Postfix notes of itself and of the way there; nobody has answered yet. */
const found: readonly Rule[] = [
  { cause: 'parked', words: /^deferred transport$/ },
  { cause: 'mail_store_down', local: true, words: /^connect to .*\[(?:\/|private\/)/ },
  {
    cause: 'mail_store_down',
    local: true,
    words: /\[(?:\/|private\/)[^\]]*\] (?:while|timed out)/,
  },
  {
    cause: 'lookup_failed',
    words:
      /temporary lookup (?:failure|error)|(?:alias|virtual|canonical|transport|address|map|table) (?:lookup|resolver) (?:problem|failure|error)|local data error|(?:mysql|sqlite|ldap|pgsql|proxy|hash):.* lookup (?:error|problem)/i,
  },
  { cause: 'transport_missing', words: /mail transport unavailable|unknown mail transport error/i },
  { cause: 'mail_loop', words: /loops? back to myself|mail forwarding loop|too many hops/i },
  {
    cause: 'tls_required',
    words: /TLS is required|encryption (?:is )?required|MustStartTLS|TLSA lookup error|DANE/i,
  },
  {
    cause: 'tls_failed',
    words:
      /cannot start TLS|TLS (?:handshake|negotiation|library)|server certificate not (?:trusted|verified)|SSL_(?:connect|accept) error|certificate verif/i,
  },
  {
    cause: 'dns_failure',
    words:
      /host not found, try again|name service error .*(?:try again|server failure|timed? ?out)|malformed (?:or unexpected )?name server reply|temporary failure in name resolution|could not resolve/i,
  },
  {
    cause: 'host_not_found',
    words:
      /host(?: or domain name)? not found|domain not found|no (?:mail|MX) (?:host|server|record)|name or service not known|unable to look up host|nullMX/i,
  },
  { cause: 'connection_refused', words: /connection refused/i },
  {
    cause: 'network_unreachable',
    words: /network is unreachable|no route to host|host is unreachable/i,
  },
  {
    cause: 'connection_timeout',
    words: /connection timed out|operation timed out|(?:conversation|connect).* timed out/i,
  },
  {
    cause: 'connection_lost',
    words: /lost connection|connection reset|broken pipe|connection closed/i,
  },
  {
    cause: 'local_storage',
    words: /queue file write error|no space left|insufficient (?:system )?(?:storage|space)/i,
  },
]
const attempts = found.map((rule): Rule => ({ ...rule, by: 'attempt' }))

/** What this server's own parts answer. */
const own: readonly Rule[] = [
  { cause: 'mailbox_full', local: true, words: /quota exceeded|mailbox.*full|over quota/i },
  {
    cause: 'milter_down',
    local: true,
    words:
      /milter|service unavailable - try again later|scanners? failed|error in processing|during fwd-/i,
  },
  {
    cause: 'lookup_failed',
    local: true,
    words: /temporary lookup failure|internal error occurred/i,
  },
]

/** What other servers answer: the particular before the general, since many refuse spam with words about something else. */
const replies: readonly Rule[] = [
  {
    cause: 'ip_blocklisted',
    words:
      /(?<!not )\b(?:black|block|deny)[- ]?list|spamhaus|spamcop|barracuda|sorbs|\bzen\.|\bdnsbl\b|\brbl\b|(?:ip|address|host|client)\b[^.]* (?:is |was |has been )?(?:currently |temporarily )?(?:blocked|banned|listed|denied)\b|blocked using|part of their network is on our block|\bS3140\b|\bS3150\b|\bCS01\b/i,
  },
  { cause: 'poor_reputation', words: /permanently deferred|\[TS0\d\]/i },
  { cause: 'dmarc_refused', words: /\bdmarc\b/i },
  {
    cause: 'unauthenticated',
    words:
      /unauthenticated|neither (?:spf nor dkim|dkim nor spf)|not authenticated|(?:spf|dkim)[^.]*(?:and|or|nor|\/)[^.]*(?:spf|dkim)/i,
    codes: /^\d\.7\.26$/,
  },
  {
    cause: 'spf_refused',
    words:
      /\bspf\b|sender policy framework|not (?:allowed|authori[sz]ed|permitted) to send (?:mail |e-?mail )?(?:from|for)/i,
    codes: /^\d\.7\.2[34]$/,
  },
  { cause: 'dkim_refused', words: /\bdkim\b/i, codes: /^\d\.7\.2[0-2]$/ },
  {
    cause: 'ptr_missing',
    words:
      /\bptr\b|reverse (?:dns|host|name|look-?up|mapping)|\brdns\b|cannot find your (?:reverse )?host ?name|(?:client|ip).*does not resolve|no reverse/i,
    codes: /^\d\.7\.25$/,
  },
  {
    cause: 'rate_limited',
    words:
      /rate[- ]?limit|too (?:many|much) (?:connections|messages|mails?|e-?mails|recipients|sessions|concurrent|requests|errors|deliveries)|unusual rate|throttl|(?:exceeded|over|reached).*(?:rate|limit|connections)|sending too|too (?:fast|quickly)|connections limit|maximum (?:number of )?connections|\[TSS0\d\]|temporarily (?:deferred|rate)|slow down|receiving mail at a rate/i,
    codes: /^4\.7\.28$/,
  },
  {
    cause: 'greylisted',
    words:
      /gr[ea]y-?\s?list|postgrey|try again in \d+ ?(?:s|min|h)|please (?:try|retry) (?:again )?(?:later|in \d+)[^.]*(?:first|new|unknown)|you (?:are|have been) (?:new|unknown)|delayed for \d|come back later|retry (?:in|after) \d+ ?(?:s|min)/i,
  },
  {
    cause: 'poor_reputation',
    words: /reputation|senderscore|sender ?base|user complaints|low (?:trust|score)/i,
  },
  {
    cause: 'tls_required',
    words:
      /must issue a starttls|(?:tls|encryption|starttls) (?:is )?(?:required|needed)|requires? (?:tls|encryption|starttls)/i,
    codes: /^\d\.7\.(?:10|11|29|30)$/,
  },
  {
    cause: 'tls_failed',
    words: /tls (?:not available|error|failed|handshake)|certificate/i,
    codes: /^4\.7\.5$/,
  },
  { cause: 'unknown_recipient', words: /recipient address rejected: unverified address/i },
  {
    cause: 'mailbox_full',
    words:
      /(?:mailbox|inbox|user|account|recipient|quota).*(?:full|exceeded|over ?quota|out of (?:storage|space))|over ?quota|quota exceeded|exceed(?:s|ed|ing)? .*(?:quota|storage)/i,
    codes: /^\d\.2\.2$/,
  },
  {
    cause: 'too_large',
    words:
      /message (?:size|too (?:big|large))|size limit|too (?:big|large) (?:message|for)|exceeds (?:the )?(?:fixed |maximum )?(?:message )?size/i,
    codes: /^\d\.(?:2\.3|3\.4)$/,
  },
  {
    cause: 'relay_denied',
    words:
      /relay(?:ing)? (?:access |not |is )?(?:denied|permitted|allowed|prohibited)|not permitted to relay|unable to relay|we do not relay|relaying (?:denied|not|is|prohibited)/i,
  },
  {
    cause: 'sender_refused',
    words:
      /sender (?:address )?(?:rejected|verif|denied|unknown|domain)|sender .*(?:not exist|cannot be verified|unverified)|could not verify sender|callout|domain of sender|unresolvable (?:sender|domain)|domain may not exist/i,
    codes: /^\d\.1\.(?:7|8)$/,
  },
  {
    cause: 'helo_refused',
    words:
      /\b(?:helo|ehlo)\b.*(?:rejected|invalid|refused|not|mismatch)|invalid helo|helo\/ehlo must/i,
  },
  {
    cause: 'unknown_recipient',
    words:
      /(?:user|recipient|mailbox|address|account)\b.*(?:unknown|not (?:found|exist|known|listed)|does ?n.t exist|no such|unverified|undeliverable|unrouteable)|no such (?:user|mailbox|recipient|person)|unknown (?:user|recipient|mailbox)|unverified (?:address|recipient)|unrouteable address/i,
    codes: /^\d\.1\.(?:1|2|3|6|10)$/,
  },
  {
    cause: 'mailbox_disabled',
    words:
      /(?:mailbox|account|user|recipient).*(?:disabled|inactive|suspended|locked|unavailable)/i,
    codes: /^\d\.2\.1$/,
  },
  {
    cause: 'mail_loop',
    words: /too many hops|mail loop|routing loop|forwarding loop/i,
    codes: /^\d\.4\.6$/,
  },
  {
    cause: 'content_refused',
    words:
      /connection refused from|\bspam\b|\bviruses?\b|\bmalware\b|phish|content (?:rejected|filter|policy|blocked)|message (?:content|rejected|refused|blocked)|suspicious|unsolicited|policy (?:reasons?|violation|rejection)|local policy|banned/i,
    codes: /^\d\.7\.(?:0|1)$/,
  },
  {
    cause: 'service_unavailable',
    words:
      /(?:service|server|system|resources?|host|database|process)\b.*(?:unavailable|not available|busy|overload|down|maintenance|problem|shutting|error)|try (?:again|later)|temporar(?:y|ily)|insufficient (?:system )?(?:storage|resources|disk|memory)|load|closing|shutdown|internal error|cannot (?:currently|process)/i,
    codes: /^4\.(?:3|4)\.\d+$/,
  },
]

const order = [...own, ...attempts, ...replies]

const speaks = (rule: Rule, { remote, local }: Reason): boolean => {
  if (rule.local && !local) return false
  if (rule.by === 'attempt') return !remote
  return remote
}

/** Characters that are looked at: a server may say more, and some patterns take their time over long texts. */
const READ = 2048

/** The first rule that knows the words; without one the first that knows the code; `unknown` when none does. */
export const causeOfReason = (reason: Reason): string => {
  const able = order.filter((rule) => speaks(rule, reason))
  const { enhanced } = reason
  const said = reason.said.slice(0, READ)
  const byWords = able.find(({ words }) => words?.test(said))
  const byCode =
    enhanced === undefined ? undefined : able.find(({ codes }) => codes?.test(enhanced))
  return (byWords ?? byCode)?.cause ?? 'unknown'
}
