/** Times of the calls that still count, oldest first, in a ring that grows up to the limit. */
class Ring {
  private times = new Float64Array(4)
  private start = 0
  size = 0

  get oldest(): number {
    return this.times[this.start] ?? 0
  }

  get newest(): number {
    return this.times[(this.start + this.size - 1) % this.times.length] ?? 0
  }

  dropUntil(time: number): void {
    while (this.size > 0 && this.oldest <= time) {
      this.start = (this.start + 1) % this.times.length
      this.size -= 1
    }
  }

  push(time: number): void {
    if (this.size === this.times.length) this.grow()
    this.times[(this.start + this.size) % this.times.length] = time
    this.size += 1
  }

  private grow(): void {
    const wider = new Float64Array(this.times.length * 2)
    for (let i = 0; i < this.size; i += 1) {
      wider[i] = this.times[(this.start + i) % this.times.length] ?? 0
    }
    this.times = wider
    this.start = 0
  }
}

export interface Count {
  /** Calls in the window with this one; above the limit means refused (and then not counted). */
  readonly current: number
  /** Milliseconds until the oldest call leaves the window. */
  readonly ttl: number
}

/**
 * Exact sliding window: in any 60 s never more than `max` calls a key. Holds at most `keys` keys; the one unused for
 * longest is forgotten first, so memory stays bounded however many addresses call.
 */
export class SlidingWindow {
  private readonly rings = new Map<string, Ring>()
  private readonly keys: number
  private readonly now: () => number

  constructor(keys: number, now: () => number = () => performance.now()) {
    this.keys = keys
    this.now = now
  }

  get size(): number {
    return this.rings.size
  }

  hit(key: string, window: number, max: number): Count {
    const now = this.now()
    const ring = this.rings.get(key)
    const mine = ring ?? new Ring()
    mine.dropUntil(now - window)
    const refused = mine.size >= max
    if (!refused) mine.push(now)
    // Moves the key to the end: the map's order is the order of last use.
    if (ring) this.rings.delete(key)
    else this.makeRoom(now - window)
    this.rings.set(key, mine)
    // Sums of fractions may come out a hair above the window.
    const ttl = Math.min(window, Math.max(0, mine.oldest + window - now))
    return { current: refused ? max + 1 : mine.size, ttl }
  }

  /** Calls that count now, without adding one. */
  peek(key: string, window: number): number {
    const ring = this.rings.get(key)
    ring?.dropUntil(this.now() - window)
    return ring?.size ?? 0
  }

  /** Forgets what has left the window, a little with each new key, and the longest unused when there are too many. */
  private makeRoom(expired: number): void {
    let looked = 0
    for (const [key, ring] of this.rings) {
      if (this.rings.size < this.keys && (looked === 4 || ring.newest > expired)) return
      this.rings.delete(key)
      looked += 1
    }
  }
}
