import { X509Certificate } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { isIP } from 'node:net'
import type { CertificateState, MailSettings } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'
import { writeAtomic } from './files.ts'

const DAYS = 3650
const ROOT_ONLY = { mode: 0o600, uid: 0, gid: 0 }
/** Milliseconds before its end at which a self-signed certificate is made anew. */
const RENEW_BEFORE = 30 * 86_400_000

const alternativeNames = (certificate: X509Certificate): string[] =>
  (certificate.subjectAltName ?? '')
    .split(', ')
    .filter((entry) => entry !== '')
    .map((entry) => entry.replace(/^(DNS|IP Address):/, ''))

interface Served {
  readonly certificate: X509Certificate
  readonly chain: readonly X509Certificate[]
}

const describe = ({ certificate, chain }: Served): CertificateState => ({
  source: 'self-signed',
  names: alternativeNames(certificate),
  not_before: certificate.validFromDate.toISOString(),
  not_after: certificate.validToDate.toISOString(),
  fingerprint: certificate.fingerprint256,
  chain: chain.map(({ raw }) => raw.toString('base64')),
})

const inPem = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g

const read = async (bundle: string): Promise<Served | undefined> => {
  try {
    const found = (await readFile(bundle, 'utf8')).match(inPem) ?? []
    const chain = found.map((pem) => new X509Certificate(pem))
    const [certificate] = chain
    return certificate && { certificate, chain }
  } catch {
    return undefined
  }
}

/** @throws OpFailure certificate_missing before the first configuration */
export const readCertificate = async ({ layout }: AgentDeps): Promise<CertificateState> => {
  const served = await read(layout.stack.tls.bundle)
  if (served === undefined) {
    throw new OpFailure('certificate_missing', 'The mail server has no certificate yet.')
  }
  return describe(served)
}

/** Addresses in one spelling: `2001:0db8::1` and `2001:DB8::1` name the same. */
const wantedAddresses = (deps: AgentDeps, settings: MailSettings): string[] => [
  ...new Set(
    [
      ...(deps.layout.listen === undefined ? [] : [deps.layout.listen]),
      ...settings.public_addresses,
    ]
      .filter((address) => isIP(address) !== 0)
      .map((address) => address.toLowerCase()),
  ),
]

const stillGood = (now: X509Certificate, hostname: string, addresses: string[]): boolean =>
  now.checkHost(hostname, { subject: 'never', wildcards: false }) !== undefined &&
  addresses.every((address) => now.checkIP(address) !== undefined) &&
  alternativeNames(now).length === addresses.length + 1 &&
  now.validToDate.getTime() - Date.now() > RENEW_BEFORE

const selfSign = async (deps: AgentDeps, hostname: string, addresses: string[]): Promise<void> => {
  const { dir, bundle } = deps.layout.stack.tls
  const [key, chain] = [`${dir}/key.tmp`, `${dir}/chain.tmp`]
  // X.520 bounds the common name at 64; clients look at the alternative names.
  const subject = `/CN=${hostname.length <= 64 ? hostname : 'mail server'}`
  const names = [`DNS:${hostname}`, ...addresses.map((address) => `IP:${address}`)].join(',')
  try {
    const made = await deps.run('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:2048', '-noenc', '-sha256', '-days', String(DAYS)],
      ...['-subj', subject, '-addext', `subjectAltName=${names}`, '-keyout', key, '-out', chain],
    ])
    if (made.code !== 0) {
      throw new OpFailure(
        'certificate_not_made',
        `No certificate could be made for ${hostname}; the old one stays in use. openssl says: ${made.stderr.trim().split('\n').at(-1) ?? ''}`,
      )
    }
    const pair = (await readFile(key, 'utf8')) + (await readFile(chain, 'utf8'))
    await writeAtomic(bundle, pair, ROOT_ONLY)
  } finally {
    await Promise.all([key, chain].map((path) => rm(path, { force: true })))
  }
}

/**
 * Makes sure that a certificate for these names stands in place.
 * @returns what puts the old one back, or undefined when it is good still
 */
export const ensureCertificate = async (
  deps: AgentDeps,
  settings: MailSettings,
): Promise<(() => Promise<void>) | undefined> => {
  const { bundle } = deps.layout.stack.tls
  const addresses = wantedAddresses(deps, settings)
  const now = await read(bundle)
  if (now !== undefined && stillGood(now.certificate, settings.hostname, addresses)) {
    return undefined
  }
  const old = now === undefined ? undefined : await readFile(bundle)
  await selfSign(deps, settings.hostname, addresses)
  return async () => {
    if (old !== undefined) await writeAtomic(bundle, old, ROOT_ONLY)
  }
}
