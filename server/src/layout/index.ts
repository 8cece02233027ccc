import { sandboxLayout } from './sandbox.ts'
import { systemdLayout } from './systemd.ts'
import type { Layout } from './types.ts'

export type { ProgramName } from './programs.ts'
export type { ServiceLayout } from './services.ts'
export type { Layout, Owner, Ports } from './types.ts'

/** Which mail stack belongs to the panel: a private one, the machine's own, or none. */
export type MailStack = 'sandbox' | 'systemd' | 'none'

/** The layout of this machine. Without a mail stack the panel's own folders are those of the sandbox. */
export const layoutFor = (settings: {
  readonly stateDir: string
  readonly mailPortBase: number
  readonly mail?: MailStack
}): Layout =>
  settings.mail === 'systemd'
    ? systemdLayout(settings.stateDir)
    : sandboxLayout(settings.stateDir, settings.mailPortBase)
