import type { Result } from '../../helpers/child.ts'
import type { MachinePanel } from '../../helpers/machine-panel.ts'

/** A booted machine on which Mission Control was installed. */
export interface Bed extends MachinePanel {
  /** Runs a program inside; its output, trimmed. @throws when it does not end well */
  tell(command: readonly string[]): Promise<string>
  /** The same where failing is an answer. */
  try(command: readonly string[]): Promise<Result>
}

/** Every daemon of the mail stack by the name that the panel has for it. */
export const daemons = [
  'postfix',
  'dovecot',
  'opendkim',
  'spamassassin',
  'spamass-milter',
  'unbound',
  'rsyslog',
] as const

export const code = '/opt/mission-control'
