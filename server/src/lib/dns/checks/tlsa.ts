import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey } from '../survey.ts'
import type { HostFacts, ServedCertificate } from './facts.ts'

/** Whether one TLSA record names the served certificate; undefined where that cannot be told from its digests. */
const names = (value: string, certificate: ServedCertificate): boolean | undefined => {
  const [usage, selector, matching, digest] = value.split(' ')
  if (usage !== '3' || matching !== '1') return undefined
  return digest === (selector === '1' ? certificate.key : certificate.whole)
}

const UNSIGNED =
  'The zone is not signed with DNSSEC, so senders ignore the record. Sign the zone, or remove the record.'

const judge = (host: HostFacts, signed: boolean, values: readonly string[]): Verdict => {
  if (values.length === 0) {
    return {
      status: 'missing',
      message:
        'Not set up, and not needed for delivery. In a zone signed with DNSSEC it ties this server’s certificate to its name.',
    }
  }
  const { certificate } = host
  if (certificate === undefined) {
    return {
      status: 'unknown',
      message:
        'The record could not be compared: the certificate of the mail server cannot be read now. Check again in a while.',
    }
  }
  const matches = values.map((value) => names(value, certificate))
  if (matches.includes(true)) {
    return signed
      ? { status: 'pass', message: 'The record names the certificate that port 25 serves.' }
      : { status: 'warning', message: `The record names the served certificate. ${UNSIGNED}` }
  }
  if (matches.includes(undefined)) {
    return {
      status: 'unknown',
      message:
        'The record has a form that is not compared here (other than 3 0 1 and 3 1 1). The usual form for mail is the one shown.',
    }
  }
  return {
    status: signed ? 'fail' : 'warning',
    message:
      `No record names the certificate that port 25 serves${signed ? ', so careful senders do not deliver' : ''}. Publish the one shown${signed ? ' now' : ''}. ${signed ? '' : UNSIGNED}`.trim(),
  }
}

/** DANE for port 25: RFC 7672. */
export const checkTlsa = async (survey: Survey, host: HostFacts): Promise<Finding> => {
  const name = `_25._tcp.${host.hostname}`
  const view = await survey.look(name, 'TLSA')
  const signed = view.voices.some(({ answer }) => answer.authenticated)
  const value = host.certificate === undefined ? undefined : `3 1 1 ${host.certificate.key}`
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
