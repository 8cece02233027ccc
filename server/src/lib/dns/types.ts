/** What the panel asks for. */
export type RecordType =
  | 'A'
  | 'AAAA'
  | 'CAA'
  | 'CNAME'
  | 'MX'
  | 'NS'
  | 'PTR'
  | 'SOA'
  | 'SRV'
  | 'TLSA'
  | 'TXT'

/** A name server as it is reached. */
export interface Endpoint {
  readonly address: string
  readonly port: number
}

/**
 * How an exchange ended.
 * - `ok`: records of the type; `nodata`: the name exists without them; `nxdomain`: there is no such name.
 * - `alias`: an authoritative server named the alias whose target it does not hold itself.
 * - `referral`: the server named others as responsible for a part below its zone.
 * - `lame`: the server does not answer for this name with authority, though it was asked as one that must.
 * - `timeout`, `unreachable`: no answer, or nothing listens there; `malformed`: an answer that is no answer to this.
 */
export type AnswerStatus =
  | 'ok'
  | 'nodata'
  | 'nxdomain'
  | 'alias'
  | 'referral'
  | 'lame'
  | 'servfail'
  | 'refused'
  | 'cname_loop'
  | 'timeout'
  | 'unreachable'
  | 'malformed'

export interface Answer {
  readonly status: AnswerStatus
  /**
   * In the form of zone files, without trailing dots: `10 mail.example.com`, `3 1 1 ab…`, `0 issue "ca.example"`; a
   * TXT record's strings are joined as SPF, DKIM and DMARC read them (RFC 7208 3.3).
   */
  readonly values: readonly string[]
  /** Seconds this may still be kept: the least along the way; of an absence, RFC 2308. Undefined without an answer. */
  readonly ttl: number | undefined
  /** Names that the question was led to by CNAME. */
  readonly aliases: readonly string[]
  readonly authoritative: boolean
  /** The resolver validated it with DNSSEC (RFC 6840 5.8). */
  readonly authenticated: boolean
  readonly server: Endpoint
}

/** Whether the server said something that holds: that there is something, or that there is nothing. */
export const isKnown = ({ status }: Pick<Answer, 'status'>): boolean =>
  status === 'ok' || status === 'nodata' || status === 'nxdomain'

export interface AskOptions {
  readonly server: Endpoint
  /** Milliseconds for one attempt; 1500 when absent. */
  readonly timeout?: number
  /** Attempts over UDP; 2 when absent. */
  readonly tries?: number
  /** False to ask an authoritative server, which must then answer with authority. */
  readonly recursive?: boolean
  /** Take what DNSSEC would reject (CD, RFC 4035 3.2.2): to find the servers of a zone whose signatures are broken. */
  readonly unchecked?: boolean
  /** Ends everything: the deadline of the whole check. */
  readonly signal?: AbortSignal
}
