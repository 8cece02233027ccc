/**
 * Runs a task so that no two runs overlap and whoever asks gets a run that began after he asked; those who ask while
 * one is under way share the next.
 */
export const oneAtATime = (task: () => Promise<void>) => {
  let current: Promise<void> | undefined
  let next: Promise<void> | undefined
  const begin = (): Promise<void> => {
    current = task().finally(() => {
      current = undefined
    })
    return current
  }
  const run = (): Promise<void> => {
    if (!current) return begin()
    next ??= current
      .catch(() => {})
      .then(() => {
        next = undefined
        return begin()
      })
    return next
  }
  return {
    run,
    /** Resolves when nothing is under way. */
    settled: async (): Promise<void> => {
      while (current ?? next) await (next ?? current)?.catch(() => {})
    },
  }
}
