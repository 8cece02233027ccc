const MINUTE = 60_000
const SINGLES = 10

/** Lets ten events of a kind a minute pass one by one and counts the rest into one summary at the minute's end. */
export class RollUp {
  private readonly counts = new Map<string, number>()
  private readonly summarize: (kind: string, count: number) => Promise<unknown>
  private timer: NodeJS.Timeout | undefined

  constructor(summarize: (kind: string, count: number) => Promise<unknown>) {
    this.summarize = summarize
  }

  /** Whether this event is to be written by itself. */
  single(kind: string): boolean {
    this.timer ??= setTimeout(() => void this.flush(), MINUTE).unref()
    const count = (this.counts.get(kind) ?? 0) + 1
    this.counts.set(kind, count)
    return count <= SINGLES
  }

  /** Writes the summaries of the minute so far. */
  async flush(): Promise<void> {
    clearTimeout(this.timer)
    this.timer = undefined
    const rest = [...this.counts].filter(([, count]) => count > SINGLES)
    this.counts.clear()
    // The database may be closed or down: the singles are written, and the sum is no deed.
    await Promise.allSettled(rest.map(([kind, count]) => this.summarize(kind, count - SINGLES)))
  }
}
