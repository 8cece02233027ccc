import type { Programs } from './programs.ts'
import type { ServiceLayout } from './services.ts'
import type { StackLayout } from './stack.ts'

/** Numeric, so that /etc/passwd is never asked nor touched. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/** Ports as clients see them. */
export interface Ports {
  readonly smtp: number
  readonly submission: number
  readonly submissions: number
  readonly imap: number
  readonly imaps: number
  readonly pop3: number
  readonly sieve: number
  readonly dns: number
}

/**
 * The mail stack and the panel as one object: every path, port, unit and system user. Nothing else in the
 * project names one. All paths are absolute, as the processes see them (inside the private mount namespace in
 * the sandbox).
 */
export interface Layout {
  readonly kind: 'sandbox' | 'systemd'
  readonly panel: Owner & {
    /** 0700, the panel's alone. */
    readonly dir: string
    readonly database: string
    readonly secret: string
    readonly setupToken: string
    /** What the log tells of mail; in a folder of its own, written by the ingest process alone. */
    readonly trace: string
  }
  /** The published look-up file: folder root:postfix 0751, made once by root in WAL mode, files panel:postfix 0640. */
  readonly maps: { readonly dir: string; readonly database: string }
  readonly agent: {
    /** 0700 root. */
    readonly dir: string
    /** root:panel's group 0750, holds the socket and the per-boot bearer. */
    readonly socketDir: string
    readonly socket: string
    readonly bearer: string
    readonly journal: string
    /** Last applied typed settings (MailSettings and the domain list), so that the stack starts without the panel. */
    readonly desired: string
    /** Names and passwords of the two accounts that read the look-up views on MariaDB; 0600 root, JSON. */
    readonly readers: string
  }
  readonly mail: Owner & {
    /** vmail 0700. */
    readonly store: string
    readonly trash: string
  }
  readonly ports: Ports
  /** The mail daemons' own files, sockets and accounts. */
  readonly stack: StackLayout
  /** The services that are shown and controlled, in the order of the list. */
  readonly services: readonly ServiceLayout[]
  /** Absolute paths of all that the agent may start. */
  readonly programs: Programs
  /** Undefined under systemd. */
  readonly supervisor:
    | {
        /** Its XML-RPC socket. */
        readonly socket: string
        /** The folder of program files that it includes. */
        readonly programs: string
        /** The host's process table, for root alone: the pids in /proc are those of the private pid namespace. */
        readonly hostProc: string
      }
    | undefined
  /** Undefined under supervisord. */
  readonly systemd:
    | {
        /** Where the kernel shows the control groups, one folder a unit. */
        readonly controlGroups: string
        /** The process table. */
        readonly proc: string
      }
    | undefined
  /** The address that all daemons listen on in the sandbox; undefined means all addresses. */
  readonly listen: string | undefined
}
