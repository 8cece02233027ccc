import type { X509Certificate } from 'node:crypto'
import type { Survey } from '../survey.ts'

/** The server as the world should see it. */
export interface HostFacts {
  readonly hostname: string
  readonly addresses: readonly string[]
  /** A world of its own (the sandbox), where addresses of local networks are as good as any. */
  readonly isPrivateWorld: boolean
  /** What port 25 presents; undefined while it cannot be had. */
  readonly certificate: ServedCertificate | undefined
}

export interface ServedCertificate {
  readonly own: X509Certificate
  /** Those that vouch for it, each by the next, as far as they are presented too. */
  readonly issuers: readonly X509Certificate[]
}

export interface DkimKey {
  readonly selector: string
  readonly algorithm: 'rsa' | 'ed25519'
  /** Base64 as in `p=`. */
  readonly public_key: string
  readonly state: 'pending' | 'active' | 'retired'
}

/** A domain whose mail this server handles. */
export interface DomainFacts {
  readonly domain: string
  readonly host: HostFacts
  readonly keys: readonly DkimKey[]
  /** Ports that mail clients use. */
  readonly ports: {
    readonly imaps: number
    readonly submissions: number
    readonly submission: number
  }
  /** Fetches `https://<host>/.well-known/mta-sts.txt`; undefined when it cannot be had. */
  readonly fetchPolicy: (survey: Survey, host: string) => Promise<PolicyFetch>
}

export type PolicyFetch =
  | { readonly text: string }
  /** Why not: a clause without its full stop. */
  | { readonly problem: string; readonly reached: boolean }
