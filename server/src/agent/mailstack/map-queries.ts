import type { LookupNames } from './lookup-names.ts'

/**
 * The look-ups of Postfix and Dovecot in the published tables: one definition for SQLite and MariaDB, so only what
 * both speak (`replace`, `substr` and `instr` build every string). `%s`, `%u` and `%d` are Postfix's: the whole key,
 * its local part, its domain; a query that names one which the key lacks is not run, and that keeps bare domains and
 * `@domain` keys away from queries about addresses. `{user}` stands for Dovecot's login name.
 */

/** One line, single blanks: both map files and Dovecot's settings hold a query on one line. */
const oneLine = (sql: string): string => sql.replace(/\s+/g, ' ').trim()

/** `user+tag@domain` → `user@domain`; an address that begins with + has no tag. */
const withoutTag = (x: string): string =>
  `replace(${x}, substr(${x}, instr(${x}, '+'), instr(${x}, '@') - instr(${x}, '+')), '')`

/** RFC 2142 names that every domain answers, whoever made it. */
const isReserved = (x: string): string =>
  `substr(${x}, 1, instr(${x}, '@') - 1) IN ('postmaster', 'abuse', 'root')`

/** Bounds that Postfix's own limits do not set: how many destinations still let their owner send as an alias. */
const MAX_SENDER_DESTINATIONS = 10

/**
 * `reach(k, e)`: every address that mail for the key comes to, by the order exact alias, mailbox, reserved name, the
 * same without tag, catch-all. `e` is the form of `k` that matched. `leaves(k)`: those of them that can be delivered.
 * A row that exists blocks what stands behind it, active or not.
 */
const closure = (t: LookupNames, key: string): string => {
  const hasAlias = (x: string) => `EXISTS (SELECT 1 FROM ${t.aliases} WHERE source = ${x})`
  const hasMailbox = (x: string, also = '') =>
    `EXISTS (SELECT 1 FROM ${t.mailboxes} WHERE email = ${x}${also})`
  const exact = (x: string) => `(${hasAlias(x)} OR ${hasMailbox(x)} OR ${isReserved(x)})`
  const effective = (x: string) =>
    `CASE WHEN instr(${x}, '+') > 1 AND NOT ${exact(x)} THEN ${withoutTag(x)} ELSE ${x} END`
  return `WITH RECURSIVE
    reach(k, e) AS (
      SELECT ${t.key(key)}, ${t.key(effective(t.key(key)))}
      UNION
      SELECT a.destination, ${effective('a.destination')}
        FROM reach JOIN ${t.aliases} a ON a.source = reach.e WHERE a.active = 1
      UNION
      SELECT a.destination, ${effective('a.destination')}
        FROM reach JOIN ${t.aliases} a ON a.source = substr(reach.k, instr(reach.k, '@'))
        WHERE a.active = 1 AND NOT ${exact('reach.e')}),
    leaves(k) AS (
      SELECT CASE WHEN ${isReserved('reach.e')} AND NOT ${hasMailbox('reach.e')}
          THEN s.postmaster_address ELSE reach.k END
        FROM reach LEFT JOIN ${t.settings} s ON s.id = 1
        WHERE NOT EXISTS (SELECT 1 FROM ${t.domains} WHERE name = substr(reach.k, instr(reach.k, '@') + 1))
          OR (NOT ${hasAlias('reach.e')} AND (${hasMailbox('reach.e', ' AND active = 1')}
            OR (${isReserved('reach.e')} AND NOT ${hasMailbox('reach.e')} AND s.postmaster_address IS NOT NULL))))`
}

/** Whether the domain of the key is one of ours: look-ups about anybody else's addresses answer nothing. */
const isOurs = (t: LookupNames): string =>
  `EXISTS (SELECT 1 FROM ${t.domains} WHERE name = '%d') AND '%u' <> ''`

/**
 * virtual_alias_maps: all final destinations at once. An address that exists but leads nowhere answers itself, so that
 * neither the tagless form nor the catch-all takes its mail; smtpd has refused it before with `recipientAccess`.
 */
const destinations = (t: LookupNames): string => `${closure(t, "'%s'")}
  SELECT k FROM leaves WHERE ${isOurs(t)}
  UNION
  SELECT reach.e FROM reach WHERE reach.k = '%s' AND ${isOurs(t)}
    AND NOT EXISTS (SELECT 1 FROM leaves)
    AND (EXISTS (SELECT 1 FROM ${t.aliases} WHERE source = reach.e)
      OR EXISTS (SELECT 1 FROM ${t.mailboxes} WHERE email = reach.e)
      OR ${isReserved('reach.e')})`

/** Whether every address that the mail comes to is in a domain that is switched off. */
const allAsleep = (t: LookupNames): string =>
  `NOT EXISTS (SELECT 1 FROM leaves WHERE NOT EXISTS (SELECT 1 FROM ${t.domains} off
    WHERE off.name = substr(leaves.k, instr(leaves.k, '@') + 1) AND off.active = 0))`

/** check_recipient_access: refuses at RCPT what could only bounce later. RFC 3463 codes. */
const recipientAccess = (t: LookupNames): string => `${closure(t, "'%s'")}
  SELECT CASE
    WHEN d.active = 0 THEN '450 4.2.1 The domain is switched off, try again later'
    WHEN EXISTS (SELECT 1 FROM leaves) AND ${allAsleep(t)}
      THEN '450 4.2.1 The domain that it leads to is switched off, try again later'
    WHEN EXISTS (SELECT 1 FROM leaves)
      THEN CASE WHEN ${isReserved('reach.e')} THEN 'OK' ELSE 'DUNNO' END
    WHEN EXISTS (SELECT 1 FROM ${t.aliases} WHERE source = reach.e AND active = 1)
      THEN '550 5.1.1 The address leads to no mailbox'
    WHEN EXISTS (SELECT 1 FROM ${t.aliases} WHERE source = reach.e)
      THEN '550 5.2.1 The address is switched off'
    WHEN EXISTS (SELECT 1 FROM ${t.mailboxes} WHERE email = reach.e)
      THEN '550 5.2.1 The mailbox is switched off'
    WHEN ${isReserved('reach.e')} THEN '450 4.3.0 Nobody receives this yet, try again later'
    ELSE 'DUNNO' END
  FROM ${t.domains} d, reach WHERE d.name = '%d' AND '%u' <> '' AND reach.k = '%s'`

/** smtpd_sender_login_maps: who may send as the key: its own mailbox, with any tag, and mailboxes an alias names directly. */
const senderLogins = (t: LookupNames): string => `
  SELECT m.email FROM ${t.mailboxes} m JOIN ${t.domains} d ON d.name = m.domain_name
    WHERE m.email IN ('%s', CASE WHEN instr('%s', '+') > 1 THEN ${withoutTag("'%s'")} ELSE '%s' END)
    AND m.active = 1 AND d.active = 1 AND '%u' <> ''
  UNION
  SELECT m.email FROM ${t.aliases} a
    JOIN ${t.domains} s ON s.name = a.domain_name AND s.active = 1
    JOIN ${t.mailboxes} m ON m.email = a.destination AND m.active = 1
    JOIN ${t.domains} d ON d.name = m.domain_name AND d.active = 1
    WHERE a.source = '%s' AND a.active = 1 AND '%u' <> ''
    AND (SELECT count(*) FROM ${t.aliases} WHERE source = '%s') <= ${MAX_SENDER_DESTINATIONS}`

/** One line with every key as it may be compared with the columns. */
const asGiven = (t: LookupNames, sql: string): string =>
  oneLine(sql).replace(/'%[sud]'/g, (key) => t.given(key))

/** The maps of Postfix by the name of their file; `alive` is asked by the agent alone, whatever the key. */
export const postfixQueries = (t: LookupNames) => ({
  domains: asGiven(t, `SELECT name FROM ${t.domains} WHERE name = '%s'`),
  mailboxes: asGiven(t, `SELECT email FROM ${t.mailboxes} WHERE email = '%s' AND '%u' <> ''`),
  destinations: asGiven(t, destinations(t)),
  recipient_access: asGiven(t, recipientAccess(t)),
  sender_logins: asGiven(t, senderLogins(t)),
  alive: oneLine(t.alive),
})

/**
 * Dovecot's look-ups. Only an active mailbox of an active domain may log in; mail that was accepted before a
 * mailbox was switched off is delivered all the same, hence no such condition on `user`.
 * @param store folder of the mail store: home is store/<first two of home_id>/<home_id>
 * @param quota name and value pattern of the quota field, `{bytes}` in it (the releases differ)
 */
export const dovecotQueries = (
  t: LookupNames,
  store: string,
  owner: { readonly uid: number; readonly gid: number },
  quota: { readonly field: string; readonly value: string },
) => ({
  password: oneLine(`SELECT l.email AS user, l.password AS password FROM ${t.logins} l
    JOIN ${t.domains} d ON d.name = l.domain_name
    WHERE l.email = '{user}' AND l.active = 1 AND d.active = 1`),
  user: oneLine(`SELECT replace(replace('${store}/{shard}/{home}', '{shard}', substr(m.home_id, 1, 2)),
      '{home}', m.home_id) AS home, ${owner.uid} AS uid, ${owner.gid} AS gid,
    replace('${quota.value}', '{bytes}', CASE WHEN m.quota_bytes = 0 THEN coalesce(s.default_quota_bytes, 0)
      ELSE m.quota_bytes END) AS ${quota.field}
    FROM ${t.mailboxes} m LEFT JOIN ${t.settings} s ON s.id = 1 WHERE m.email = '{user}'`),
  iterate: oneLine(`SELECT email AS user FROM ${t.mailboxes}`),
})
