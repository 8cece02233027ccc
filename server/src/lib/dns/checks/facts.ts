import type { Survey } from '../survey.ts'

/** The server as the world should see it. */
export interface HostFacts {
  readonly hostname: string
  readonly addresses: readonly string[]
  /** A world of its own (the sandbox), where addresses of local networks are as good as any. */
  readonly isPrivateWorld: boolean
  /** Certificate that port 25 serves; undefined while it cannot be had. */
  readonly certificate: ServedCertificate | undefined
}

export interface ServedCertificate {
  /** SHA-256 over the whole in DER, lower-case hex. */
  readonly whole: string
  /** SHA-256 over its SubjectPublicKeyInfo in DER, lower-case hex. */
  readonly key: string
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
