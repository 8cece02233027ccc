import { QUOTA } from '@mc/shared/rules'
import { useQuery } from '@tanstack/react-query'
import { formatBytes } from '../../lib/format.ts'
import { can, useUser } from '../../lib/session.ts'
import { words } from '../../words/users.ts'
import { defaultsQuery } from './queries.ts'

const gigabyte = 2 ** 30

/** Bytes of what was typed as GB; 0 (the server's default) when it is empty, undefined when it is no amount. */
export const parseQuota = (text: string): number | undefined => {
  const plain = text.trim().replace(',', '.')
  if (plain === '') return 0
  const bytes = /^\d{1,7}(\.\d{1,6})?$/.test(plain) ? Math.round(Number(plain) * gigabyte) : 0
  return bytes > 0 && bytes <= QUOTA.max ? bytes : undefined
}

/** What stands in the field for a quota. */
export const quotaInput = (bytes: number): string =>
  bytes === 0 ? '' : String(Number((bytes / gigabyte).toFixed(6)))

export const quotaProblem = (text: string): string | undefined =>
  parseQuota(text) === undefined ? words.users.quotaWrong : undefined

/** A size, where 0 means that nothing limits it. */
const limit = (bytes: number) => (bytes === 0 ? words.users.unlimited : formatBytes(bytes))

/** A mailbox's own quota or, where it has none, the server's. */
export const quotaText = (bytes: number, serverDefault: number | undefined): string => {
  if (bytes > 0) return formatBytes(bytes)
  return serverDefault === undefined
    ? words.users.serverDefault
    : words.users.serverDefaultOf(limit(serverDefault))
}

/** The settings that mailboxes follow; undefined members for accounts that may not read settings. */
export const useDefaults = (): {
  quota: number | undefined
  quotaLabel: string | undefined
  trashDays: number | undefined
} => {
  const readable = can(useUser(), 'settings', 'read')
  const { data } = useQuery({ ...defaultsQuery, enabled: readable })
  const quota = data?.default_quota_bytes
  return {
    quota,
    quotaLabel: quota === undefined ? undefined : limit(quota),
    trashDays: data?.trash_days,
  }
}
