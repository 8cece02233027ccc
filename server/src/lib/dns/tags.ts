/** `tag=value` pairs with `;` between, as DMARC, MTA-STS and TLS-RPT write them; names in lower case. */
export const tagsOf = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .split(';')
      .map((part) => part.trim())
      .filter((part) => part.includes('='))
      .map((part): [string, string] => {
        const at = part.indexOf('=')
        return [part.slice(0, at).trim().toLowerCase(), part.slice(at + 1).trim()]
      }),
  )

/** The records of one kind among all TXT records: those whose version tag comes first and says so. */
export const versioned = (values: readonly string[], version: string): string[] =>
  values.filter((value) => new RegExp(`^v\\s*=\\s*${version}\\s*(;|$)`).test(value.trim()))
