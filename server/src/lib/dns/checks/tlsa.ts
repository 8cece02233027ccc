import { createHash, type X509Certificate } from 'node:crypto'
import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { HostFacts, ServedCertificate } from './facts.ts'

/** What senders make of one record: it names the certificate or an authority of it, or another, or is of no use. */
type Match = 'certificate' | 'authority' | 'other' | 'unknown' | 'unused'

const keyOf = ({ publicKey }: X509Certificate): Buffer =>
  publicKey.export({ type: 'spki', format: 'der' })
const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex')

/** By selector: RFC 6698 2.1.2. */
const contents = new Map<string, (certificate: X509Certificate) => Buffer>([
  ['0', ({ raw }) => raw],
  ['1', keyOf],
])
/** By matching type: RFC 6698 2.1.3. */
const forms = new Map<string, (content: Buffer) => string>([
  ['0', (content) => content.toString('hex')],
  ['1', sha256],
  ['2', (content) => createHash('sha512').update(content).digest('hex')],
])

/** Those that vouch for it, each for the one before, in whatever order they are presented. */
const authoritiesOf = ({ own, issuers }: ServedCertificate): X509Certificate[] => {
  const path: X509Certificate[] = []
  for (let last = own; ; ) {
    const next = issuers.find((one) => !path.includes(one) && last.checkIssued(one))
    if (!next) return path
    path.push(next)
    last = next
  }
}

/** Through an authority, and only then, name and time of the certificate count: RFC 7672 3.1.1, 3.1.2. */
const isGood = ({ own }: ServedCertificate, hostname: string): boolean =>
  own.checkHost(hostname) !== undefined &&
  own.validFromDate.getTime() <= Date.now() &&
  own.validToDate.getTime() >= Date.now()

/** RFC 7672 3.1.3: mail does not use the usages 0 and 1. */
const matchOf = (value: string, served: ServedCertificate, hostname: string): Match => {
  const [usage = '', selector = '', matching = '', data] = value.split(' ')
  const content = contents.get(selector)
  const form = forms.get(matching)
  if ((usage !== '2' && usage !== '3') || !content || !form) return 'unused'
  const isNamed = (one: X509Certificate) => form(content(one)) === data
  if (usage === '3') return isNamed(served.own) ? 'certificate' : 'other'
  if (authoritiesOf(served).some(isNamed)) return isGood(served, hostname) ? 'authority' : 'other'
  // It holds the authority itself, which need not be presented then.
  return matching === '0' ? 'unknown' : 'other'
}

const missing: Verdict = {
  status: 'missing',
  message:
    'Not set up, and not needed for delivery. In a zone signed with DNSSEC it ties this server’s certificate to its name.',
}
const unread: Verdict = {
  status: 'unknown',
  message:
    'The record could not be compared: the certificate of the mail server cannot be read now. Check again in a while.',
}
const notCompared: Verdict = {
  status: 'unknown',
  message:
    'The record was not compared: it holds an authority whose certificate this server does not present. The usual form for mail is the one shown.',
}
const unused: Verdict = {
  status: 'warning',
  message:
    'Senders of mail use no record of this form: its usage must be 2 or 3, its selector 0 or 1, its matching type 0, 1 or 2. Publish the one shown.',
}

const UNSIGNED =
  'The zone is not signed with DNSSEC, so senders ignore the record. Sign the zone, or remove the record.'

const named = (signed: boolean, what: string): Verdict =>
  signed
    ? { status: 'pass', message: `The record names ${what}.` }
    : { status: 'warning', message: `The record names ${what}. ${UNSIGNED}` }

const wrong = (signed: boolean): Verdict => {
  const what =
    'No record names the certificate that port 25 serves, or an authority that vouches for it and its name'
  return signed
    ? {
        status: 'fail',
        message: `${what}, so careful senders do not deliver. Publish the one shown now.`,
      }
    : { status: 'warning', message: `${what}. Publish the one shown. ${UNSIGNED}` }
}

const judge = (host: HostFacts, signed: boolean, values: readonly string[]): Verdict => {
  const { certificate, hostname } = host
  if (values.length === 0) return missing
  if (certificate === undefined) return unread
  const found = new Set(values.map((value) => matchOf(value, certificate, hostname)))
  if (found.has('certificate')) return named(signed, 'the certificate that port 25 serves')
  if (found.has('authority')) {
    return named(signed, 'an authority that vouches for the certificate that port 25 serves')
  }
  if (found.has('unknown')) return notCompared
  return found.has('other') ? wrong(signed) : unused
}

/** DANE for port 25: RFC 7672. */
export const checkTlsa = async (survey: Survey, host: HostFacts): Promise<Finding> => {
  const name = `_25._tcp.${host.hostname}`
  const view = await survey.look(name, 'TLSA')
  const signed = view.voices.some(({ answer }) => answer.authenticated)
  const value = host.certificate && `3 1 1 ${sha256(keyOf(host.certificate.own))}`
  return examine(
    view,
    {
      type: 'TLSA',
      name,
      expected: value ?? '3 1 1 <SHA-256 of the certificate’s public key>',
      optional: true,
      record: value === undefined ? null : { host: name, type: 'TLSA', value },
    },
    (values) => judge(host, signed, values),
  )
}
