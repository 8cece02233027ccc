/** One account that may read the published views. */
export interface Reader {
  readonly user: string
  readonly password: string
}

/** Where Postfix and Dovecot look mailboxes up. */
export type LookupSource =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'mariadb'
      /** Absolute path of a unix socket, or a host name. */
      readonly host: string
      readonly port: number
      readonly database: string
      readonly postfix: Reader
      readonly dovecot: Reader
    }
