import type { FastifyBaseLogger } from 'fastify'
import {
  changedAt,
  claimDue,
  countRows,
  dnsRow,
  HOST,
  keepOutcome,
  markOutdated,
  matchDomains,
} from '../../db/dns.ts'
import { acknowledgementsOf, takeBack } from '../../db/dns-acknowledgements.ts'
import { readTotals } from '../../db/mail-rows.ts'
import { AppError } from '../../http/app-error.ts'
import { can } from '../../lib/can.ts'
import type { Finding } from '../../lib/dns/finding.ts'
import { WorkQueue } from '../../lib/work-queue.ts'
import type { Events } from '../events.ts'
import { judgedAs, recordsOf } from './judged.ts'
import { type LookParts, lookAtDomain, lookAtHost } from './look.ts'

/** What the DNS has of the domains: looked at on demand and about every hour. */
export interface DnsKeeper {
  /**
   * Looks now and keeps what was found. The look begins after the call: what was mended before is seen.
   * @param domain a name of ours, or `HOST` for the server itself
   * @throws AppError busy when too much waits
   */
  check(domain: string): Promise<void>
  /** Looks at what was never looked at, or more than an hour ago, or before it was to be something else. */
  refresh(domain: string): Promise<void>
  /**
   * Rows for exactly the domains that are there.
   * @param how by default only when their numbers differ
   */
  match(how?: 'thoroughly'): Promise<void>
  /** Looks at what is due, as far as no other process does. */
  sweep(): Promise<void>
  start(): void
  /** Cuts off what is under way; it is looked at again after the next start. */
  stop(): Promise<void>
}

const HOUR_MS = 3_600_000
/** What is well is looked at within the hour, so that a page finds it fresh; what is not, sooner. */
const AGAIN_MS = { well: 50 * 60_000, other: 15 * 60_000 }
/** Spreads the domains over time. */
const JITTER_MS = 5 * 60_000
const TICK_MS = 20_000
/** Domains of one tick: 1,000 take their turn within the hour. */
const PER_TICK = 12
const CLAIM_MS = 120_000
const AT_ONCE = 3
const MAX_WAITING = 50

const dueAfter = (status: string): string =>
  new Date(
    Date.now() + (status === 'pass' ? AGAIN_MS.well : AGAIN_MS.other) + Math.random() * JITTER_MS,
  ).toISOString()

export interface DnsParts extends LookParts {
  readonly events: Events
  readonly log: FastifyBaseLogger
}

class Keeper implements DnsKeeper {
  private readonly parts: DnsParts
  private readonly queue = new WorkQueue(AT_ONCE, MAX_WAITING)
  private readonly underWay = new Map<string, Promise<void>>()
  /** Looks that begin when the one under way has ended. */
  private readonly next = new Map<string, Promise<void>>()
  private timer: NodeJS.Timeout | undefined
  private ticking: Promise<void> = Promise.resolve()
  private busy = false
  private readonly stopping = new AbortController()

  constructor(parts: DnsParts) {
    this.parts = parts
  }

  check(domain: string): Promise<void> {
    const current = this.underWay.get(domain)
    if (!current) return this.begin(domain)
    const waiting = this.next.get(domain)
    if (waiting) return waiting
    const after = current
      .catch(() => {})
      .then(() => {
        this.next.delete(domain)
        return this.begin(domain)
      })
    this.next.set(domain, after)
    return after
  }

  async refresh(domain: string): Promise<void> {
    const { db } = this.parts
    const [row, changed] = await Promise.all([dnsRow(db, domain), changedAt(db, domain)])
    const at = row?.checked_at
    if (at && at > changed && Date.now() - Date.parse(at) < HOUR_MS) return
    await (this.underWay.get(domain) ?? this.begin(domain))
  }

  async match(how?: 'thoroughly'): Promise<void> {
    const { db } = this.parts
    if (how === undefined) {
      const [rows, { domains }] = await Promise.all([countRows(db), readTotals(db.mail)])
      // One row more than domains: the server's.
      if (rows === domains + 1) return
    }
    await matchDomains(db)
  }

  async sweep(): Promise<void> {
    try {
      await this.match()
      await markOutdated(this.parts.db)
      const until = new Date(Date.now() + CLAIM_MS)
      const claimed = await claimDue(this.parts.db, PER_TICK, until)
      await Promise.all(claimed.map((domain) => this.check(domain)))
    } catch (error) {
      this.parts.log.warn({ err: error }, 'Domains were not checked in the DNS; tried again')
    }
  }

  start(): void {
    if (this.parts.sources.resolvers.length === 0) return
    this.timer = setInterval(() => {
      if (this.busy) return
      this.busy = true
      this.ticking = this.sweep().finally(() => {
        this.busy = false
      })
    }, TICK_MS)
    this.timer.unref()
  }

  async stop(): Promise<void> {
    clearInterval(this.timer)
    this.stopping.abort()
    await this.ticking
    await Promise.allSettled(this.underWay.values())
  }

  private begin(domain: string): Promise<void> {
    if (this.queue.full) {
      const sentence = 'Many domains are being checked already. Try again in a minute.'
      return Promise.reject(new AppError('busy', sentence, { retryAfter: 30 }))
    }
    const now = this.queue.run(() => this.look(domain)).finally(() => this.underWay.delete(domain))
    this.underWay.set(domain, now)
    return now
  }

  private async look(domain: string): Promise<void> {
    const { parts } = this
    const { signal } = this.stopping
    const checked_at = new Date().toISOString()
    const findings = await (domain === HOST
      ? lookAtHost(parts, signal)
      : lookAtDomain(parts, signal, domain))
    // What was cut off found nothing out.
    if (signal.aborted) return
    const before = await dnsRow(parts.db, domain)
    const rows = await this.settle(domain, findings)
    const judged = judgedAs(recordsOf(findings, rows, domain === HOST ? 'host' : 'domain'))
    const stored = JSON.stringify(findings)
    await keepOutcome(
      parts.db,
      domain,
      { ...judged, findings: stored },
      { checked_at, due_at: dueAfter(judged.status) },
    )
    if (before?.findings === stored && before.checked_at !== null) return
    parts.events.publish('changed', { resource: 'dns' }, (actor) => can(actor, 'dns', 'read'))
  }

  /** What is well now needs no acknowledgement any more, and neither does what is not looked at any more. */
  private async settle(domain: string, findings: readonly Finding[]) {
    const rows = await acknowledgementsOf(this.parts.db, [domain])
    const left = []
    for (const row of rows) {
      const about = findings.find(({ type, name }) => type === row.type && name === row.name)
      if (about && about.status !== 'pass') left.push(row)
      else await takeBack(this.parts.db, row)
    }
    return left
  }
}

export const createDnsKeeper = (parts: DnsParts): DnsKeeper => new Keeper(parts)
