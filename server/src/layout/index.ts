import { sandboxLayout } from './sandbox.ts'
import type { Layout } from './types.ts'

export type { ProgramName } from './programs.ts'
export type { ServiceLayout } from './services.ts'
export type { Layout, Owner, Ports } from './types.ts'

/** The layout of this machine. */
export const layoutFor = (settings: {
  readonly stateDir: string
  readonly mailPortBase: number
}): Layout => sandboxLayout(settings.stateDir, settings.mailPortBase)
