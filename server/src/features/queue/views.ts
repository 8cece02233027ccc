import { randomBytes } from 'node:crypto'
import { type Change, openQueueTables, type QueueTables } from '../../db/queue-views/index.ts'
import type { Deps } from '../../deps.ts'
import type { Caller } from '../../http/caller.ts'

/** Snapshots kept at a time, and how long one lives after its last use. */
const KEPT = 3
const LIFE_MS = 10 * 60_000
const SWEEP_MS = 60_000

export interface View {
  readonly id: string
  readonly taken_at: string
}

interface Kept extends View {
  used: number
  /** Somebody acted while it was read: it answers who asked before that, and nobody after. */
  readonly stale: boolean
}

/** Snapshots of the queue by their wire id. What the panel itself does to the queue is never missing in one. */
export class QueueViews {
  private readonly tables: QueueTables = openQueueTables()
  private readonly kept = new Map<string, Kept>()
  /** The reading that is under way: who comes meanwhile waits for the same. */
  private running: Promise<View> | undefined
  /** Counts what the panel did: a reading that began before one ended may lack it. */
  private deeds = 0
  private readings = 0
  private readonly sweep: NodeJS.Timeout
  private readonly agent: Deps['agent']

  constructor({ agent }: Pick<Deps, 'agent'>) {
    this.agent = agent
    this.sweep = setInterval(() => void this.forgetOld(), SWEEP_MS)
    this.sweep.unref()
  }

  /** The snapshot of this id, or undefined where it is gone. */
  find(id: string | undefined): View | undefined {
    const found = id === undefined ? undefined : this.kept.get(id)
    if (!found || found.stale) return undefined
    found.used = performance.now()
    return found
  }

  /** Reads the queue anew. */
  take(caller: Caller): Promise<View> {
    if (this.running) return this.running
    const running = this.read(caller).finally(() => {
      if (this.running === running) this.running = undefined
    })
    this.running = running
    return running
  }

  page: QueueTables['page'] = (view, ask) => this.tables.page(view, ask)
  set: QueueTables['set'] = (view, filter, sample) => this.tables.set(view, filter, sample)

  /** Does something to the queue; afterwards no snapshot is left that does not show it. */
  async during<T>(deed: () => Promise<T>): Promise<T> {
    this.outdated()
    try {
      return await deed()
    } finally {
      this.outdated()
      await Promise.all([...this.kept.keys()].map((id) => this.drop(id)))
    }
  }

  /** The same for what was done to messages that are known: the snapshots are mended instead of read anew. */
  async mended<T extends { readonly done: readonly string[] }>(
    change: Change,
    deed: () => Promise<T>,
  ): Promise<T> {
    this.outdated()
    const outcome = await deed().catch((error: unknown) => this.during(() => Promise.reject(error)))
    this.outdated()
    const mend = (id: string) =>
      this.tables.change(id, outcome.done, change).catch(() => this.drop(id))
    await Promise.all([...this.kept.keys()].map(mend))
    return outcome
  }

  async close(): Promise<void> {
    clearInterval(this.sweep)
    await this.tables.close()
  }

  /** A reading that is under way now answers only who waits for it already. */
  private outdated(): void {
    this.deeds += 1
    this.running = undefined
  }

  private async read(caller: Caller): Promise<View> {
    const { deeds } = this
    const view: View = {
      id: randomBytes(12).toString('base64url'),
      taken_at: new Date().toISOString(),
    }
    this.readings += 1
    try {
      await this.tables.fill(view.id, this.agent.pieces('queue.list', {}, caller))
    } finally {
      this.readings -= 1
    }
    while (this.kept.size >= KEPT) await this.drop(this.oldest())
    const stale = deeds !== this.deeds
    this.kept.set(view.id, { ...view, stale, used: stale ? 0 : performance.now() })
    return view
  }

  private oldest(): string {
    return [...this.kept.values()].reduce((a, b) => (a.used <= b.used ? a : b)).id
  }

  private async forgetOld(): Promise<void> {
    const limit = performance.now() - LIFE_MS
    const old = [...this.kept.values()].filter(({ used }) => used < limit)
    await Promise.all(old.map(({ id }) => this.drop(id)))
    // The thread's memory is given back while nobody looks at the queue.
    if (this.kept.size === 0 && this.readings === 0) await this.tables.close()
  }

  private async drop(id: string): Promise<void> {
    if (this.kept.delete(id)) await this.tables.drop(id)
  }
}
