/** Runs work a few at a time; refuses when too much waits. */
export class WorkQueue {
  private running = 0
  private readonly waiting: (() => void)[] = []
  private readonly atOnce: number
  private readonly maxWaiting: number

  constructor(atOnce: number, maxWaiting: number) {
    this.atOnce = atOnce
    this.maxWaiting = maxWaiting
  }

  get full(): boolean {
    return this.waiting.length >= this.maxWaiting
  }

  /** Does the work when its turn comes. Ask `full` before: this waits however many are in front. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.running >= this.atOnce) await new Promise<void>((go) => this.waiting.push(go))
    else this.running += 1
    try {
      return await work()
    } finally {
      // The place goes straight to the next one, so nobody slips in between.
      const next = this.waiting.shift()
      if (next) next()
      else this.running -= 1
    }
  }
}
