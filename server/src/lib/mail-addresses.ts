import { ADDRESS, RECIPIENT_DELIMITER } from '@mc/shared/rules'
import { bad, good, type Parsed, parseDomainName } from './domain-names.ts'

export interface MailAddress {
  /** Lower case, the domain as A-labels. */
  readonly address: string
  readonly local: string
  readonly domain: string
}

/** Dovecot's user-name alphabet: a wider local part is accepted by SMTP and then bounced by Dovecot. */
const MAILBOX = /^[a-z0-9._-]+$/
const ALIAS = /^[a-z0-9._+=&'~!#$^{}|?-]+$/
/** RFC 5322 3.2.3 atext, and dots. */
const DESTINATION = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]+$/

type Form = { readonly alphabet: RegExp; readonly words: string }
const mailboxForm: Form = {
  alphabet: MAILBOX,
  words: 'letters, digits, dot, underscore and hyphen',
}
const aliasForm: Form = {
  alphabet: ALIAS,
  words: "letters, digits and . _ - + = & ' ~ ! # $ ^ { } | ?",
}
const destinationForm: Form = {
  alphabet: DESTINATION,
  words: "letters, digits and ! # $ % & ' * + / = ? ^ _ ` { | } ~ . -",
}

const localFault = (local: string, form: Form): string | undefined => {
  if (local === '') return 'must have something before the @'
  if (!form.alphabet.test(local)) return `must have before the @ only ${form.words}`
  if (local.length > ADDRESS.localPart) {
    return `must have at most ${ADDRESS.localPart} characters before the @`
  }
  if (local.startsWith('.') || local.endsWith('.') || local.includes('..')) {
    return 'must not have a dot at the beginning or end of the part before the @, nor two in a row'
  }
  // Postfix refuses such recipients (allow_min_user): they could be taken for a program's option.
  if (local.startsWith('-')) return 'must not begin with a hyphen'
  return undefined
}

const parse = (given: string, form: Form): Parsed<MailAddress> => {
  const at = given.lastIndexOf('@')
  if (at === -1) return bad('must be an address such as name@example.com')
  const written = given.slice(0, at)
  // Only ASCII: other letters exist that become ASCII in lower case.
  const local = written.replaceAll(/[A-Z]/g, (one) => one.toLowerCase())
  const why = localFault(local, form)
  if (why) return bad(why)
  const domain = parseDomainName(given.slice(at + 1))
  if (!domain.ok) return bad(`after the @: ${domain.why}`)
  const address = `${local}@${domain.value.name}`
  if (address.length > ADDRESS.total) {
    return bad(`must have at most ${ADDRESS.total} characters`)
  }
  return good({ address, local, domain: domain.value.name })
}

/** The address of a mailbox. Nothing is trimmed; upper case is folded. */
export const parseMailboxAddress = (given: string): Parsed<MailAddress> => parse(given, mailboxForm)

/** The source of an alias: an address, or `@domain` (`local` is empty) for all that nobody else receives. */
export const parseAliasSource = (given: string): Parsed<MailAddress> => {
  if (!given.startsWith('@')) return parse(given, aliasForm)
  const domain = parseDomainName(given.slice(1))
  if (!domain.ok) return bad(`after the @: ${domain.why}`)
  return good({ address: `@${domain.value.name}`, local: '', domain: domain.value.name })
}

/** Where an alias may point: any address that SMTP can carry without SMTPUTF8 and without quoting. */
export const parseDestination = (given: string): Parsed<MailAddress> =>
  parse(given, destinationForm)

/** Names that every domain answers without a row (RFC 2142, RFC 5321 4.5.1). */
export const isReservedLocal = (local: string): boolean =>
  local === 'postmaster' || local === 'abuse' || local === 'root'

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
export const localOf = (address: string): string => address.slice(0, address.lastIndexOf('@'))

/** `user+tag@domain` → `user@domain`; undefined without a tag. A local part that begins with the delimiter has none. */
export const withoutTag = (address: string): string | undefined => {
  const cut = localOf(address).indexOf(RECIPIENT_DELIMITER)
  return cut > 0 ? `${address.slice(0, cut)}@${domainOf(address)}` : undefined
}
