import { createConnection } from 'mysql2/promise'

export interface ReaderAccount {
  readonly user: string
  /** Hexadecimal: nothing in it needs quoting in any of the files that it will stand in. */
  readonly password: string
}

export interface ReaderAccounts {
  readonly postfix: ReaderAccount
  readonly dovecot: ReaderAccount
}

/** Everything a look-up may see, by view; only `lookup_logins` shows hashes. */
const views = {
  lookup_domains: 'SELECT name, active FROM domains',
  lookup_mailboxes: 'SELECT email, domain_name, active, quota_bytes, home_id FROM mailboxes',
  lookup_aliases: 'SELECT source, destination, domain_name, active FROM aliases',
  lookup_settings: 'SELECT id, postmaster_address, default_quota_bytes FROM mail_settings',
  lookup_logins: 'SELECT email, domain_name, active, password FROM mailboxes',
}

type View = keyof typeof views

const allowed: Readonly<Record<keyof ReaderAccounts, readonly View[]>> = {
  postfix: ['lookup_domains', 'lookup_mailboxes', 'lookup_aliases', 'lookup_settings'],
  dovecot: ['lookup_domains', 'lookup_mailboxes', 'lookup_settings', 'lookup_logins'],
}

const needPlain = (text: string): string => {
  if (/^[0-9a-z_]+$/.test(text)) return text
  throw new Error('names and passwords of readers are plain letters and digits')
}

const accountStatements = (role: keyof ReaderAccounts, account: ReaderAccount): string[] => {
  const who = `'${needPlain(account.user)}'@'%'`
  const proof = `IDENTIFIED BY '${needPlain(account.password)}'`
  return [
    `CREATE USER IF NOT EXISTS ${who} ${proof}`,
    `ALTER USER ${who} ${proof}`,
    ...allowed[role].map((view) => `GRANT SELECT ON ${view} TO ${who}`),
  ]
}

/**
 * Makes the views that the mail daemons look up, and two accounts that may read them and nothing else. May be
 * repeated; the tables must exist. MERGE keeps the indexes of the tables in use.
 * @param url `mysql://…` of an account that owns the schema and may create accounts
 */
export const makeReaders = async (url: string, accounts: ReaderAccounts): Promise<void> => {
  const connection = await createConnection({ uri: url, connectTimeout: 5000 })
  try {
    for (const [name, query] of Object.entries(views)) {
      await connection.query(
        `CREATE OR REPLACE ALGORITHM = MERGE SQL SECURITY DEFINER VIEW ${name} AS ${query}`,
      )
    }
    const statements = [
      ...accountStatements('postfix', accounts.postfix),
      ...accountStatements('dovecot', accounts.dovecot),
    ]
    for (const statement of statements) await connection.query(statement)
  } finally {
    await connection.end()
  }
}
