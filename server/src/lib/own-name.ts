import { hostname } from 'node:os'

const LABEL = '[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?'

/** The machine's name as a name in the DNS; `.localdomain` is added where it has no domain. */
export const ownName = (): string => {
  const name = hostname().toLowerCase()
  if (new RegExp(`^${LABEL}(\\.${LABEL})+$`).test(name)) return name
  return new RegExp(`^${LABEL}$`).test(name) ? `${name}.localdomain` : 'mail.localdomain'
}
