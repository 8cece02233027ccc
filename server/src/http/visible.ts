import type { Resource } from '@mc/shared/contract'
import { domainsOf } from '../lib/can.ts'
import type { Caller } from './caller.ts'

/** The domains whose rows a list may show to the caller. */
export const visibleDomains = (caller: Caller, resource: Resource): 'all' | readonly number[] =>
  caller.actor ? domainsOf(caller.actor, resource, 'read') : []
