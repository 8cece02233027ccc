interface Look {
  /** Undefined until its turn has come. */
  began: string | undefined
  done: Promise<void>
}

/** Looks that are under way, by what they look at: one for all who ask meanwhile. */
export class SharedLooks {
  private readonly underWay = new Map<string, Look>()

  /**
   * Joins the look that is under way, unless that began before something changed here; else begins one.
   * @param changed when that was, as ISO text
   * @param begin calls back with the time when it really begins
   */
  async share(
    key: string,
    changed: string,
    begin: (begun: (at: string) => void) => Promise<void>,
  ): Promise<void> {
    for (;;) {
      const current = this.underWay.get(key)
      if (!current) break
      if (current.began === undefined || current.began > changed) return current.done
      await current.done.catch(() => {})
    }
    const look: Look = { began: undefined, done: Promise.resolve() }
    this.underWay.set(key, look)
    look.done = begin((at) => {
      look.began = at
    }).finally(() => this.underWay.delete(key))
    return look.done
  }

  /** Resolves when what is under way now has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled([...this.underWay.values()].map(({ done }) => done))
  }
}
