/** How long a row read from the database is believed: another process may have changed it meanwhile. */
const LIFE_MS = 1000
const MAX_ENTRIES = 10_000

/**
 * A short memory of rows. What this process changes is dropped at once; a read that was under way while something was
 * dropped is not kept.
 */
export class Cache<T> {
  private readonly kept = new Map<string, { readonly value: T; readonly until: number }>()
  private drops = 0

  get(key: string): T | undefined {
    const found = this.kept.get(key)
    if (found === undefined || found.until < performance.now()) return undefined
    return found.value
  }

  /** Whether the key was good when it was last read, however long ago that was. */
  knows(key: string): boolean {
    return this.kept.has(key)
  }

  /** Reads through `load` and keeps what it gives, except undefined. */
  async load(key: string, load: () => Promise<T | undefined>): Promise<T | undefined> {
    const { drops } = this
    const value = await load()
    this.kept.delete(key)
    if (value === undefined || drops !== this.drops) return value
    if (this.kept.size >= MAX_ENTRIES) this.kept.delete(this.kept.keys().next().value ?? '')
    this.kept.set(key, { value, until: performance.now() + LIFE_MS })
    return value
  }

  drop(which: (value: T) => boolean): void {
    this.drops += 1
    for (const [key, { value }] of this.kept) if (which(value)) this.kept.delete(key)
  }
}
