/** A daemon for the process manager to keep running in the foreground. */
export interface Program {
  /** postfix, dovecot, opendkim, … */
  readonly name: string
  /** Absolute path and arguments; no shell reads it. */
  readonly command: readonly string[]
  /** Started in rising, stopped in falling order; 1 to 999. */
  readonly priority: number
  /** Seconds between SIGTERM and SIGKILL; 5 when absent. */
  readonly stopWait?: number
  /** Octal text such as `0007`. */
  readonly umask?: string
  /** Name of a Debian system user to run as; root when absent. */
  readonly user?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
}

export type ProgramState = 'running' | 'starting' | 'stopped' | 'failed'

export interface ProgramInfo {
  readonly name: string
  readonly state: ProgramState
  /** As seen inside the namespace of the manager; 0 when it does not run. */
  readonly pid: number
  /** Seconds since its start; 0 when it does not run. */
  readonly uptime: number
  /** Why it does not run, in the manager's words; empty when it runs. */
  readonly reason: string
}

/** systemd or supervisord: daemons are signalled through it by name, never by pid file. */
export interface Manager {
  list(): Promise<readonly ProgramInfo[]>
  /** Makes exactly these programs exist and run; those that changed are restarted, the others are left alone. */
  apply(programs: readonly Program[]): Promise<void>
  start(name: string): Promise<void>
  stop(name: string): Promise<void>
  restart(name: string): Promise<void>
  signal(name: string, signal: 'HUP' | 'USR1' | 'USR2'): Promise<void>
}
