import { examine, type Finding, type Verdict } from '../finding.ts'
import type { Survey, View } from '../survey.ts'
import { isKnown } from '../types.ts'
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

const judge = (values: readonly string[]): Verdict => {
  if (values.length === 0) {
    return {
      status: 'missing',
      message:
        'Not set up, and not needed: any authority may issue certificates for this server’s name. To allow only one, publish for example 0 issue "letsencrypt.org".',
    }
  }
  const issuers = values
    .map((value) => /^\d+ issue "\s*([^";]*)/i.exec(value)?.[1]?.trim())
    .filter((issuer) => issuer !== undefined)
  const named = issuers.filter((issuer) => issuer !== '')
  if (issuers.length > 0 && named.length === 0) {
    return {
      status: 'warning',
      message:
        'No authority at all may issue certificates for this server’s name, so the next one cannot be had. Name the authority that you use.',
    }
  }
  return {
    status: 'pass',
    message:
      named.length > 0
        ? `Only ${named.join(', ')} may issue certificates for this server’s name.`
        : 'The records limit no authority.',
  }
}

/** Who may issue certificates for the server's name. */
export const checkCaa = async (survey: Survey, { hostname }: HostFacts): Promise<Finding> => {
  const { name, view } = await nearest(survey, hostname)
  return examine(view, { type: 'CAA', name, expected: '', optional: true }, judge)
}
