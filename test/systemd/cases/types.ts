import type { Result } from '../../helpers/child.ts'
import type { Call, MachinePanel } from '../../helpers/machine-panel.ts'
import type { Site } from '../sites.ts'

/** A booted machine on which Mission Control is installed. */
export interface Bed extends MachinePanel {
  readonly site: Site
  /** Runs a program inside; its output, trimmed. @throws when it does not end well */
  tell(command: readonly string[]): Promise<string>
  /** The same where failing is an answer. */
  try(command: readonly string[]): Promise<Result>
}

/** The same with an administrator's script. */
export interface ServiceBed extends Bed {
  readonly script: Call
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

/** Every service that runs on this machine. */
export const servicesOf = ({ web, database }: Site) => [
  ...daemons,
  ...(database === 'mariadb' ? [database] : []),
  web,
  'fail2ban' as const,
]

export const code = '/opt/mission-control'

/** Writes a file of the machine, whose folder stands. */
export const write = async (bed: Pick<Bed, 'tell'>, path: string, text: string): Promise<void> => {
  await bed.tell(['sh', '-c', 'printf %s "$2" > "$1"', 'write', path, text])
}
