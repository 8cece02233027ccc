import type { Programs } from './programs.ts'
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
  readonly sink: number
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
  /** Absolute paths of all that the agent may start. */
  readonly programs: Programs
  /** supervisord's XML-RPC socket and the folder of program files that it includes; undefined under systemd. */
  readonly supervisor: { readonly socket: string; readonly programs: string } | undefined
  /** The address that all daemons listen on in the sandbox; undefined means all addresses. */
  readonly listen: string | undefined
}
