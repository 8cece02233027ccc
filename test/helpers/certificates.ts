import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ServedCertificate } from '@mc/server/lib/dns/checks/facts.ts'

const openssl = (cwd: string, ...args: string[]): void => {
  execFileSync('openssl', args, { cwd, stdio: 'ignore' })
}
const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-noenc']

const inFolder = <T>(work: (dir: string) => T): T => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-certificate-'))
  try {
    return work(dir)
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
const read = (dir: string, file: string) => new X509Certificate(readFileSync(join(dir, file)))

/** A real certificate for the name, signed by itself. */
export const selfSigned = (name: string): ServedCertificate =>
  inFolder((dir) => {
    const more = ['-addext', `subjectAltName=DNS:${name}`, '-keyout', 'own.key', '-out', 'own.pem']
    openssl(dir, 'req', '-x509', ...key, '-subj', '/CN=mail', ...more)
    return { own: read(dir, 'own.pem'), issuers: [] }
  })

/**
 * A real certificate for the name with the authority that signed it.
 * @param organization as authorities name themselves
 * @param days that it is good for; -1: it was over yesterday
 */
export const signedBy = (organization: string, name: string, days = 2): ServedCertificate =>
  inFolder((dir) => {
    const subject = `/O=${organization}/CN=CA`
    openssl(dir, 'req', '-x509', ...key, '-subj', subject, '-keyout', 'ca.key', '-out', 'ca.pem')
    openssl(dir, 'req', ...key, '-subj', '/CN=mail', '-keyout', 'own.key', '-out', 'own.csr')
    writeFileSync(join(dir, 'names'), `subjectAltName=DNS:${name}\n`)
    const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', String(days)]
    const more = ['-in', 'own.csr', '-extfile', 'names', '-out', 'own.pem']
    openssl(dir, 'x509', '-req', ...by, ...more)
    return { own: read(dir, 'own.pem'), issuers: [read(dir, 'ca.pem')] }
  })
