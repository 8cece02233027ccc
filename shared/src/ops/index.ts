import type { Input, Output } from './define.ts'
import { dkimOps } from './dkim.ts'
import { domainOps } from './domains.ts'
import { mailStoreOps } from './mail-store.ts'
import { queueOps } from './queue.ts'
import { serviceOps } from './services.ts'
import { stackOps } from './stack.ts'

/** The closed vocabulary of root power. An operation that is not listed here does not exist. */
export const ops = {
  ...stackOps,
  ...domainOps,
  ...dkimOps,
  ...mailStoreOps,
  ...queueOps,
  ...serviceOps,
}

type Ops = typeof ops
export type OpName = keyof Ops
/** Operations that answer with a stream of lines. */
export type StreamOpName = {
  [N in OpName]: Ops[N] extends { readonly stream: true } ? N : never
}[OpName]
export type CallOpName = Exclude<OpName, StreamOpName>
export type OpInput<N extends OpName> = Input<(typeof ops)[N]>
export type OpOutput<N extends OpName> = Output<(typeof ops)[N]>
export type { Operation } from './define.ts'
export { KEYS_AT_ONCE, type MadeKey } from './dkim.ts'
export type { CertificateSource, CertificateState, MailSettings } from './mail-settings.ts'
export { SafeAddress } from './mail-settings.ts'
