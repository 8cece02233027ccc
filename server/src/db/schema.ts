import type { Generated } from 'kysely'

/**
 * Both databases on one page. Column names are wire names. Times are RFC 3339 text, booleans 0/1, names lower case.
 *
 * `mail` is the published interface: Postfix and Dovecot read it with the queries of
 * `agent/mailstack/map-queries.ts`, so a change here is a change there. Domains are never renamed, hence the
 * denormalised `domain_name`, which spares every list its join.
 */
export interface MailSchema {
  domains: {
    id: Generated<number>
    name: string
    name_unicode: string
    active: number
    /** Kept in the transaction of each change: a page shows totals without COUNT. */
    users: number
    aliases: number
    inactive_users: number
    inactive_aliases: number
    created_at: string
    updated_at: string
  }
  mailboxes: {
    id: Generated<number>
    domain_id: number
    domain_name: string
    email: string
    /** `{SSHA512}…` */
    password: string
    /** 0 = default of mail_settings. */
    quota_bytes: number
    active: number
    /** 32 hex digits: the folder in the mail store. */
    home_id: string
    created_at: string
    updated_at: string
  }
  aliases: {
    id: Generated<number>
    domain_id: number
    domain_name: string
    /** Full address, or `@domain` for the catch-all. */
    source: string
    destination: string
    active: number
    created_at: string
    updated_at: string
  }
  /** One row, id 1: what the look-ups need of the settings. */
  mail_settings: {
    id: number
    postmaster_address: string | null
    default_quota_bytes: number
  }
  /**
   * One row, id 1: the sums over `domains`, so that an unfiltered page reads one row for its total. Every write
   * transaction begins by locking it: writers of `mail` go one after the other on both databases.
   */
  mail_totals: {
    id: number
    domains: number
    inactive_domains: number
    users: number
    inactive_users: number
    aliases: number
    inactive_aliases: number
  }
  /** Audit ids whose change is in this file: joins a mail change to its audit row across two files. */
  applied_changes: { audit_id: number; applied_at: string }
}

export interface PanelSchema {
  accounts: {
    id: Generated<number>
    username: string
    /** `username` folded, unique: names differ by more than case. */
    username_key: string
    email: string
    /** scrypt with its parameters, PHC string form. */
    password: string
    role: string
    /** JSON array. */
    permissions: string
    created_at: string
    last_login_at: string | null
  }
  sessions: {
    /** SHA-256 of the random part of the cookie, hex. */
    id: string
    account_id: number
    created_at: string
    expires_at: string
    fresh_until: string
    address: string | null
  }
  tokens: {
    id: Generated<number>
    account_id: number
    name: string
    /** SHA-256, hex. */
    secret_hash: string
    /** JSON object resource → mode. */
    scopes: string
    expires_at: string | null
    last_used_at: string | null
    created_at: string
  }
  audit: {
    id: Generated<number>
    created_at: string
    actor: string | null
    action: string
    target: string | null
    /** JSON, allow-listed fields, ≤ 4 kB. */
    before: string | null
    after: string | null
    address: string | null
    request_id: string | null
    outcome: string
  }
  /** One row a setting, JSON value. */
  settings: { name: string; value: string; updated_at: string }
  /** Failed logins by account and network: delays survive a restart. */
  login_failures: {
    id: Generated<number>
    username_key: string
    /** /24 or /64. */
    network: string
    created_at: string
  }
  /** Networks a login succeeded from lately: they pass the brake over all networks. */
  login_networks: { username_key: string; network: string; last_at: string }
  idempotency: {
    /** SHA-256 of principal, route and key. */
    id: string
    body_hash: string
    /** Null while running. */
    status: number | null
    reply: string | null
    headers: string | null
    created_at: string
  }
  /** Deleted mailboxes whose mail is kept. The hash is here and not in the published file. */
  trash: {
    id: Generated<number>
    mailbox_id: number
    email: string
    domain_name: string
    password: string
    quota_bytes: number
    active: number
    home_id: string
    size_bytes: number | null
    /**
     * `deleting` until the mailbox row is gone, `moving` until its mail is in the trash, then `kept`; from there
     * `restoring` until the mailbox row is back, or `purging` until the mail is erased.
     */
    state: string
    /** When the state was entered, for what a crash interrupted. */
    changed_at: string
    deleted_at: string
    purge_at: string
  }
  /** Public halves of signing keys; the private ones are files of the agent. */
  dkim_keys: {
    id: Generated<number>
    /** A domain made again under the same name is another one. */
    domain_id: number
    domain: string
    selector: string
    algorithm: 'rsa' | 'ed25519'
    key_bits: number
    /** Base64 as in the record's `p=`. */
    public_key: string
    /** `pending` until it is seen in the DNS and switched to, `active`, then `retired` for a grace period. */
    state: 'pending' | 'active' | 'retired'
    /** The signing tables name it, as last applied. */
    signing: number
    dns_status: 'published' | 'missing' | 'mismatch' | 'unknown'
    /** What stood in its place, for `mismatch`. */
    dns_actual: string | null
    dns_checked_at: string | null
    published_seen_at: string | null
    created_at: string
    activated_at: string | null
    retired_at: string | null
    /** When the grace period of a retired key ends. */
    retire_at: string | null
    /** When its file was taken away after that; the row stays until its record is gone too. */
    removed_at: string | null
  }
  /** Domains that were given their first key; one whose keys were all deleted stays without. */
  dkim_domains: { domain_id: number; domain: string }
  /** What the DNS said when it was last asked; one row a domain, and one of the server itself under the empty name. */
  dns_results: {
    id: Generated<number>
    domain: string
    /** The worst of what is not acknowledged. */
    status: string
    /** `status` as a number to sort by, 0 for what is well. */
    severity: number
    /** JSON array. */
    findings: string
    /** Null until it was asked for the first time. */
    checked_at: string | null
    /** When the background asks again. */
    due_at: string
    /** One process at a time. */
    claimed_until: string | null
  }
  /** Records that an administrator takes care of elsewhere. */
  dns_acknowledgements: {
    id: Generated<number>
    /** Empty for the server itself. */
    domain: string
    type: string
    name: string
    /** SHA-256 of what stood there then, hex. */
    actual: string
    /** Username. */
    account: string
    created_at: string
  }
  jobs: {
    id: Generated<number>
    kind: string
    state: string
    /** Percent. */
    progress: number
    step: string | null
    /** JSON array of text. */
    steps: string
    /** JSON object. */
    result: string | null
    error: string | null
    /** Its maker; null: the command line. */
    account_id: number | null
    started_at: string
    /** Renewed while a process works on it: one that is long past has lost its process. */
    alive_at: string
    finished_at: string | null
  }
  /** The machine at one moment, or its means over a span. Percents and the load are kept times ten. */
  stats_samples: {
    /** Seconds that the row stands for. */
    span: number
    /** Begin of the span, seconds since 1970. */
    at: number
    cpu: number
    load_average: number
    memory: number
    swap: number
    /** Of the fullest file system. */
    disk: number
    /** Bytes a second. */
    network_received: number
    network_sent: number
    queue_total: number | null
  }
  /** How many messages in a span. */
  mail_flow: {
    span: number
    at: number
    mail_in: number
    mail_out: number
    mail_rejected: number
    mail_deferred: number
  }
}

export type MailTable = keyof MailSchema
