import type { X509Certificate } from 'node:crypto'

export interface Authority {
  readonly name: string
  /** What CAA records call it; the first is the one to publish. Names below one of these are its own too. */
  readonly identifiers: readonly string[]
}

/**
 * Public authorities by the organisation in their certificates, with the identifiers that they say they obey. One that
 * is not here is not compared: a wrong alarm would be worse.
 */
const authorities: ReadonlyMap<string, Authority> = new Map([
  // https://letsencrypt.org/docs/caa/
  ["Let's Encrypt", { name: 'Let’s Encrypt', identifiers: ['letsencrypt.org'] }],
  // https://pki.goog/testing/dns-debugging.html
  ['Google Trust Services', { name: 'Google Trust Services', identifiers: ['pki.goog'] }],
  // https://www.sectigo.com/faqs/detail/CAA-Record-Certification-Authority-Authorization-1527076091491/kA01N000000zFMO
  [
    'Sectigo Limited',
    {
      name: 'Sectigo',
      identifiers: [
        ...['sectigo.com', 'comodo.com', 'comodoca.com'],
        ...['usertrust.com', 'trust-provider.com'],
      ],
    },
  ],
  // https://docs.digicert.com/manage-certificates/organization-domain-management/dns-caa-resource-record-check/
  [
    'DigiCert Inc',
    {
      name: 'DigiCert',
      identifiers: [
        ...['digicert.com', 'digicert.ne.jp', 'symantec.com'],
        ...['thawte.com', 'geotrust.com', 'rapidssl.com'],
      ],
    },
  ],
  // https://support.globalsign.com/customer/portal/articles/2803369-caa-checking-for-ssl
  ['GlobalSign nv-sa', { name: 'GlobalSign', identifiers: ['globalsign.com'] }],
  // https://docs.aws.amazon.com/acm/latest/userguide/setup-caa.html
  [
    'Amazon',
    {
      name: 'Amazon',
      identifiers: ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'],
    },
  ],
  // https://www.ssl.com/how-to/configure-caa-records-to-authorize-ssl-com/
  ['SSL Corporation', { name: 'SSL.com', identifiers: ['ssl.com'] }],
])

/** Who issued it, as far as that is one of the known authorities. */
export const authorityOf = ({ issuer }: X509Certificate): Authority | undefined => {
  const line = issuer.split('\n').find((one) => one.startsWith('O='))
  return line === undefined ? undefined : authorities.get(line.slice(2))
}

/** Whether the identifier in a CAA record means this authority. */
export const means = (identifier: string, { identifiers }: Authority): boolean =>
  identifiers.some((own) => identifier === own || identifier.endsWith(`.${own}`))
