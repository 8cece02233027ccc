/** Items of a list that has no ids, each with a key that stays its own: its text, and how often that came before. */
export const keyed = <T>(items: readonly T[], textOf: (item: T) => string) => {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const text = textOf(item)
    const before = seen.get(text) ?? 0
    seen.set(text, before + 1)
    return { key: `${before} ${text}`, item }
  })
}
