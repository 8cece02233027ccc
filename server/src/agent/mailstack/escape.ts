/**
 * One escaper per syntax. Typed settings are validated long before they come here; this is the second wall: a value
 * either reaches the daemon as the one value it is, or the rendering stops. Nothing here can begin a second setting.
 */
export class Unwritable extends Error {
  constructor(syntax: string, reason: string) {
    super(`A value cannot be written into a ${syntax} file: it ${reason}. Nothing was changed.`)
  }
}

const CONTROL = /[\p{Cc}\u2028\u2029]/u

const refuseControl = (syntax: string, value: string): void => {
  if (CONTROL.test(value)) throw new Unwritable(syntax, 'holds a control character or line break')
}

const refuse = (syntax: string, value: string, pattern: RegExp, what: string): void => {
  refuseControl(syntax, value)
  if (pattern.test(value)) throw new Unwritable(syntax, `holds ${what}`)
}

/**
 * A word in main.cf or master.cf, where blanks, commas and braces separate and braces group. postconf(5): `$$` is a
 * literal dollar.
 */
export const postfixWord = (value: string): string => {
  refuse(
    'Postfix',
    value,
    /[\s,{}"]|^$|^[#-]/,
    'a blank, comma, brace or quote, or begins with # or -',
  )
  return value.replaceAll('$', '$$$$')
}

/** A value of a sqlite_table(5) or mysql_table(5) file: one line, no `$` expansion. */
export const mapFile = (value: string): string => {
  refuse('Postfix map', value, /^\s|\s$/, 'a blank at its beginning or end')
  return value
}

/** A member of a text table (texthash): no blanks inside, no comment, no list. */
export const textTable = (value: string): string => {
  refuse('Postfix table', value, /[\s,"\\]|^$|^#/, 'a blank, comma, quote or backslash')
  return value
}

/** Between double quotes, in which Dovecot expands no `$name` and sees no comment (2.3 and 2.4). */
const dovecotQuoted = (version: string, value: string): string => {
  refuseControl(`Dovecot ${version}`, value)
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** Dovecot 2.3: `%` begins a variable and is doubled; a leading `<` would name a file, the quotes prevent it. */
export const dovecot23 = (value: string): string =>
  dovecotQuoted('2.3', value.replaceAll('%', '%%'))

/** Dovecot 2.4: only `%{…}` is a variable, and `%%` is a literal one. */
export const dovecot24 = (value: string): string =>
  dovecotQuoted('2.4', value.replaceAll('%', '%%'))

/** A value that is meant to hold Dovecot variables, such as a query: quoted, percent signs left alone. */
export const dovecotTemplate = (value: string): string => dovecotQuoted('', value)

/** A value of `key = value` in Dovecot's `connect` line, which is split at blanks. */
export const dovecotConnect = (value: string): string => {
  refuse('Dovecot SQL', value, /[\s"'\\#$%]|^$/, 'a blank, quote, backslash, #, $ or %')
  return value
}

/** opendkim.conf(5) and its tables: `#` begins a comment, blanks, commas and colons separate. */
export const opendkim = (value: string): string => {
  refuse('OpenDKIM', value, /[\s,:#"%|]|^$/, 'a blank, comma, colon, quote, #, % or |')
  return value
}

/** unbound.conf(5) between double quotes, which know no escape. */
export const unbound = (value: string): string => {
  refuse('unbound', value, /["\\]/, 'a quote or backslash')
  return `"${value}"`
}

/** A record for `local-data`, between single quotes because TXT strings bring double ones. */
export const unboundRecord = (value: string): string => {
  refuse('unbound', value, /['\\]/, 'a single quote or backslash')
  return `'${value}'`
}

/** A property string of rsyslog's RainerScript: `"` and `\` are escaped, `%` only matters in templates. */
export const rsyslog = (value: string): string => {
  refuse('rsyslog', value, /[%$]/, '% or $')
  return `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}
