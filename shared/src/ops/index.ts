import type { Input, Output } from './define.ts'
import { domainOps } from './domains.ts'
import { mailStoreOps } from './mail-store.ts'
import { stackOps } from './stack.ts'

/** The closed vocabulary of root power. An operation that is not listed here does not exist. */
export const ops = { ...stackOps, ...domainOps, ...mailStoreOps }

export type OpName = keyof typeof ops
export type OpInput<N extends OpName> = Input<(typeof ops)[N]>
export type OpOutput<N extends OpName> = Output<(typeof ops)[N]>
export type { Operation } from './define.ts'
export type { CertificateSource, CertificateState, MailSettings } from './mail-settings.ts'
export { SafeAddress } from './mail-settings.ts'
