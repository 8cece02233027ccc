import { accountEndpoints } from './accounts.ts'
import { aliasEndpoints } from './aliases.ts'
import { authEndpoints } from './auth.ts'
import type { Body, Endpoint, Params, Query, Reply } from './define.ts'
import { dkimEndpoints } from './dkim.ts'
import { dnsEndpoints } from './dns.ts'
import { docsEndpoints } from './docs.ts'
import { domainEndpoints } from './domains.ts'
import { eventEndpoints } from './events.ts'
import { healthEndpoints } from './health.ts'
import { jobEndpoints } from './jobs.ts'
import { logEndpoints } from './logs.ts'
import { overviewEndpoints } from './overview.ts'
import { queueEndpoints } from './queue.ts'
import { serviceEndpoints } from './services.ts'
import { settingsEndpoints } from './settings.ts'
import { statsEndpoints } from './stats.ts'
import { tokenEndpoints } from './tokens.ts'
import { traceEndpoints } from './trace.ts'
import { trashEndpoints } from './trash.ts'
import { userEndpoints } from './users.ts'

/** Every endpoint of the API, keyed `'POST /domains'`. */
export const contract = {
  ...healthEndpoints,
  ...authEndpoints,
  ...domainEndpoints,
  ...userEndpoints,
  ...aliasEndpoints,
  ...trashEndpoints,
  ...dkimEndpoints,
  ...dnsEndpoints,
  ...accountEndpoints,
  ...tokenEndpoints,
  ...logEndpoints,
  ...traceEndpoints,
  ...queueEndpoints,
  ...serviceEndpoints,
  ...settingsEndpoints,
  ...overviewEndpoints,
  ...statsEndpoints,
  ...jobEndpoints,
  ...eventEndpoints,
  ...docsEndpoints,
}

export type Contract = typeof contract
export type Key = keyof Contract
export type BodyOf<K extends Key> = Body<Contract[K]>
export type QueryOf<K extends Key> = Query<Contract[K]>
export type ParamsOf<K extends Key> = Params<Contract[K]>
export type ReplyOf<K extends Key> = Reply<Contract[K]>

export type { Account } from './accounts.ts'
export type { Alias } from './aliases.ts'
export type { Me, Permission, Role, SessionUser } from './auth.ts'
export type { Access, Endpoint, Mode, Resource } from './define.ts'
export type { DkimKey } from './dkim.ts'
export type { DnsDomain, DnsRecord, DnsReply } from './dns.ts'
export type { Domain } from './domains.ts'
export type { ErrorCode } from './errors.ts'
export type { EventData, EventName } from './events.ts'
export type { Job } from './jobs.ts'
export type { AuditRow } from './logs.ts'
export type { Overview } from './overview.ts'
export type {
  QueueAction,
  QueueCounts,
  QueueFilter,
  QueueItem,
  QueueMessage,
  QueuePage,
  QueuePreview,
  QueueWhy,
} from './queue.ts'
export type { Service } from './services.ts'
export type { Settings } from './settings.ts'
export type { Health, History, Stats } from './stats.ts'
export type { Scopes, Token } from './tokens.ts'
export type { Ingest, MailLine, TraceDetail, TraceRow, TraceStep } from './trace.ts'
export type { TrashItem } from './trash.ts'
export type { ClientSettings, ImportReport, User } from './users.ts'

/** Endpoint record by key, widened: for code that loops over the table. */
export const endpoints: Readonly<Record<string, Endpoint>> = contract
