import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey, View } from '../survey.ts'
import { isKnown } from '../types.ts'
import { type Authority, authorityOf, means } from './authorities.ts'
import type { HostFacts } from './facts.ts'

/** The nearest records upwards hold: RFC 8659 3. */
const nearest = async (survey: Survey, hostname: string): Promise<{ name: string; view: View }> => {
  const labels = hostname.split('.')
  const names = labels.slice(0, -1).map((_label, index) => labels.slice(index).join('.'))
  for (const name of names) {
    const view = await survey.look(name, 'CAA')
    if (!isKnown(view.truth) || view.truth.values.length > 0) return { name, view }
  }
  return { name: hostname, view: await survey.look(hostname, 'CAA') }
}

interface Property {
  readonly critical: boolean
  readonly tag: string
  readonly value: string
}

/** RFC 8659 4.1: tags in any case; the highest bit of the flags says critical. */
const propertiesOf = (values: readonly string[]): Property[] =>
  values.flatMap((text) => {
    const [, flags, tag = '', value = ''] = /^(\d+) (\S+) "(.*)"$/s.exec(text) ?? []
    return flags === undefined
      ? []
      : [{ critical: (Number(flags) & 128) !== 0, tag: tag.toLowerCase(), value }]
  })

/** RFC 8659, RFC 9495 and the CA/Browser Forum's: what authorities know. */
const known = new Set([
  ...['issue', 'issuewild', 'issuemail', 'issuevmc', 'iodef'],
  ...['contactemail', 'contactphone'],
])

/** RFC 8659 4.2: the identifier stands before the parameters. */
const identifierOf = ({ value }: Property): string =>
  (value.split(';')[0] ?? '').trim().toLowerCase()

/** Who issued the served certificate, where that says who will issue the next one. */
const issuerOf = ({ certificate, hostname }: HostFacts): Authority | undefined => {
  const name = certificate?.own.checkHost(hostname)
  // Another property holds for wildcards, and the search for it begins elsewhere (RFC 8659 4.3).
  if (!certificate || name === undefined || name.startsWith('*')) return undefined
  return authorityOf(certificate.own)
}

const missing = (issuer: Authority | undefined): Verdict => ({
  status: 'missing',
  message: `Not set up, and not needed: any authority may issue certificates for this server’s name. To allow only one, publish for example 0 issue "${issuer?.identifiers[0] ?? 'letsencrypt.org'}".`,
})

const judge = (issuer: Authority | undefined, values: readonly string[]): Verdict => {
  if (values.length === 0) return missing(issuer)
  const properties = propertiesOf(values)
  const strange = properties.find(({ critical, tag }) => critical && !known.has(tag))
  const issuers = properties.filter(({ tag }) => tag === 'issue').map(identifierOf)
  const named = issuers.filter((one) => one !== '')
  if (strange) {
    return {
      status: 'warning',
      message: `The record ${strange.tag} is marked as critical, and authorities that do not know it may issue no certificate for this server’s name. Correct its tag, or its flags to 0.`,
    }
  }
  if (issuers.length === 0) return { status: 'pass', message: 'The records limit no authority.' }
  if (named.length === 0) {
    return {
      status: 'warning',
      message:
        'No authority at all may issue certificates for this server’s name, so the next one cannot be had. Name the authority that you use.',
    }
  }
  if (issuer && !named.some((one) => means(one, issuer))) {
    return {
      status: 'warning',
      message: `The certificate in use is from ${issuer.name}, but only ${named.join(', ')} may issue the next one: it will not be renewed. Add 0 issue "${issuer.identifiers[0]}", or change the authority.`,
    }
  }
  return {
    status: 'pass',
    message: `Only ${named.join(', ')} may issue certificates for this server’s name${issuer ? ', and the one in use is from there' : ''}.`,
  }
}

/** Who may issue certificates for the server's name. */
export const checkCaa = async (survey: Survey, host: HostFacts): Promise<Finding> => {
  const { name, view } = await nearest(survey, host.hostname)
  const issuer = issuerOf(host)
  return examine(view, { type: 'CAA', name, expected: '', optional: true }, (values) =>
    judge(issuer, values),
  )
}
