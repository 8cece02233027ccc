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
  /** Seconds that it must have stayed to count as running; 1 when absent. */
  readonly settle?: number
  /** Octal text such as `0007`. */
  readonly umask?: string
  /** Name of a Debian system user to run as; root when absent. */
  readonly user?: string
  /** Added to the environment. */
  readonly env?: Readonly<Record<string, string>>
}

export type ProgramState = 'running' | 'starting' | 'stopping' | 'stopped' | 'failed'

export interface ProgramInfo {
  readonly name: string
  /** `failed`: it ended by itself, whether or not the manager is about to try again. */
  readonly state: ProgramState
  /** As the manager sees it; 0 when it does not run. */
  readonly pid: number
  /** Seconds since its start; 0 when it does not run. */
  readonly uptime: number
  /** Why it does not run, in the manager's words; empty when it runs. */
  readonly reason: string
}

/** Its process is there, if only just: it can be asked. */
export const isUp = ({ state }: ProgramInfo): boolean => state === 'running' || state === 'starting'

/** What a running program is on the host. */
export interface Usage {
  /** Main process, as the host's process table has it. */
  readonly pid: number
  /** Bytes resident of all its processes. */
  readonly memory: number
}

/** systemd or supervisord: daemons are signalled through it by name, never by pid file. */
export interface Manager {
  list(): Promise<readonly ProgramInfo[]>
  /** By name, for those that have a process. */
  usage(programs: readonly ProgramInfo[]): Promise<ReadonlyMap<string, Usage>>
  /**
   * Remembers the end of what the program has said on its own output so far.
   * @returns what reads the lines that came after it, the last ones when they are many
   */
  follow(name: string): Promise<() => Promise<readonly string[]>>
  /** Makes exactly these programs exist and run; those that changed are restarted, the others are left alone. */
  apply(programs: readonly Program[]): Promise<void>
  /** Asks for it; what became of it is seen in `list`. A program that waits for its next try is tried at once. */
  start(name: string): Promise<void>
  /** Resolves when it has ended. It stays stopped until it is started or the whole stack is. */
  stop(name: string): Promise<void>
  restart(name: string): Promise<void>
  /** Waits for a program that is just starting; does nothing to one that does not run. */
  signal(name: string, signal: 'HUP' | 'USR1' | 'USR2'): Promise<void>
}
