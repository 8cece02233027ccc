/** Search members as they stand in the address: plain text, each once. */
export type Search = Readonly<Record<string, string>>

export const parseSearch = (text: string): Record<string, string> =>
  Object.fromEntries(new URLSearchParams(text))

/** Members without a value are left out, so that a list in its first state has a clean address. */
export const stringifySearch = (search: Readonly<Record<string, unknown>>): string => {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search))
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value))
  const text = params.toString()
  return text && `?${text}`
}
