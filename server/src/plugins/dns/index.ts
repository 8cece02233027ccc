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
import { judgeAnew } from './judge-anew.ts'
import { judgedAs, recordsOf } from './judged.ts'
import { type LookParts, lookAtDomain, lookAtHost } from './look.ts'
import { SharedLooks } from './shared-looks.ts'

/** What the DNS has of the domains: looked at on demand and about every hour. */
export interface DnsKeeper {
  /**
   * Looks now and keeps what was found. Who asks while a look at the same is under way gets that one's result.
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
/**
 * Looks at the same time: those that somebody waits for never stand behind those that are due, which are done before
 * their claim ends.
 */
const AT_ONCE = { asked: 4, due: 3 }
/** A look takes at most 20 s, so the last of these is answered within a minute. */
const MAX_WAITING = 8

const dueAfter = (status: string): string =>
  new Date(
    Date.now() + (status === 'pass' ? AGAIN_MS.well : AGAIN_MS.other) + Math.random() * JITTER_MS,
  ).toISOString()

/** Runs a look when it may. */
type Turn = (look: () => Promise<void>) => Promise<void>

export interface DnsParts extends LookParts {
  readonly events: Events
  readonly log: FastifyBaseLogger
}

class Keeper implements DnsKeeper {
  private readonly parts: DnsParts
  private readonly queue = new WorkQueue(AT_ONCE.asked, MAX_WAITING)
  private readonly looks = new SharedLooks()
  private timer: NodeJS.Timeout | undefined
  private ticking: Promise<void> = Promise.resolve()
  private busy = false
  private readonly stopping = new AbortController()

  constructor(parts: DnsParts) {
    this.parts = parts
  }

  async check(domain: string): Promise<void> {
    await this.share(domain, await changedAt(this.parts.db, domain))
  }

  async refresh(domain: string): Promise<void> {
    const { db } = this.parts
    const [row, changed] = await Promise.all([dnsRow(db, domain), changedAt(db, domain)])
    const at = row?.checked_at
    if (at && at > changed && Date.now() - Date.parse(at) < HOUR_MS) return
    await this.share(domain, changed)
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
      const claimed = (await claimDue(this.parts.db, PER_TICK, until)).values()
      const workers = Array.from({ length: AT_ONCE.due }, () => this.lookAtAll(claimed))
      for (const ended of await Promise.allSettled(workers)) {
        if (ended.status === 'rejected') throw ended.reason
      }
    } catch (error) {
      this.parts.log.warn({ err: error }, 'Domains were not checked in the DNS; tried again')
    }
  }

  /** One after the other, beside those that somebody waits for. */
  private async lookAtAll(domains: Iterable<string>): Promise<void> {
    for (const domain of domains) {
      if (this.stopping.signal.aborted) return
      await this.share(domain, await changedAt(this.parts.db, domain), (look) => look())
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
    await this.looks.settled()
  }

  private share(domain: string, changed: string, turn: Turn = this.inTurn): Promise<void> {
    return this.looks.share(domain, changed, (begun) => turn(() => this.look(domain, begun)))
  }

  private readonly inTurn: Turn = async (look) => {
    if (!this.queue.full) return this.queue.run(look)
    const sentence = 'Many domains are being checked already. Try again in a minute.'
    throw new AppError('busy', sentence, { retryAfter: 30 })
  }

  private async look(domain: string, begun: (at: string) => void): Promise<void> {
    const { parts } = this
    const { signal } = this.stopping
    const checked_at = new Date().toISOString()
    begun(checked_at)
    const findings = await (domain === HOST
      ? lookAtHost(parts, signal)
      : lookAtDomain(parts, signal, domain))
    // What was cut off found nothing out.
    if (signal.aborted) return
    const before = await dnsRow(parts.db, domain)
    const rows = await this.settle(domain, findings)
    const judged = judgedAs(recordsOf(findings, rows, 'domain'))
    const stored = JSON.stringify(findings)
    await keepOutcome(
      parts.db,
      domain,
      { ...judged, findings: stored },
      { checked_at, due_at: dueAfter(judged.status) },
    )
    // Somebody may have acknowledged a record since.
    await judgeAnew(parts.db, domain)
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
