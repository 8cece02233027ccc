import type { BodyOf, DnsRecord, DnsReply } from '@mc/shared/contract'
import { dnsRow, HOST } from '../../db/dns.ts'
import { acknowledge, takeBack } from '../../db/dns-acknowledgements.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../http/app-error.ts'
import type { Caller } from '../../http/caller.ts'
import { judgeAnew } from '../../plugins/dns/judge-anew.ts'
import { digestOf, recordsOfRow } from '../../plugins/dns/judged.ts'
import { ownDomain, single } from './service.ts'

type Body = BodyOf<'PATCH /dns/acknowledgements'>

interface Place {
  /** `HOST` for a record of the server, which stands with every domain. */
  readonly owner: string
  readonly record: DnsRecord
}

const placeOf = async (deps: Deps, domain: string, body: Body): Promise<Place> => {
  const owners = [domain, HOST]
  const rows = await Promise.all(owners.map((owner) => dnsRow(deps.db, owner)))
  if (rows[0]?.checked_at == null) {
    throw new AppError('dns_not_checked', `${domain} was never checked. Check it first.`)
  }
  for (const [index, row] of rows.entries()) {
    const owner = owners[index] ?? HOST
    const records = row ? recordsOfRow(row, [], owner === HOST ? 'host' : 'domain') : []
    const record = records.find(({ type, name }) => type === body.type && name === body.name)
    if (record) return { owner, record }
  }
  throw new AppError(
    'dns_record_not_found',
    `Nothing was found of a record ${body.type} ${body.name} with ${domain}; check the domain again.`,
  )
}

const nameOf = ({ actor }: Caller): string => {
  if (actor === null || actor.kind === 'cli') return 'command line'
  return actor.user.username
}

/** Notes that somebody takes care of a record elsewhere, or takes that back. */
export const setAcknowledged = async (
  deps: Deps,
  caller: Caller,
  body: Body,
): Promise<DnsReply> => {
  const domain = await ownDomain(deps, body.domain)
  const { owner, record } = await placeOf(deps, domain, body)
  const { type, name } = record
  if (body.acknowledged && record.status === 'pass') {
    throw new AppError(
      'dns_record_well',
      `${type} ${name} is well; there is nothing to take care of.`,
    )
  }
  const deed = {
    action: 'dns.acknowledge',
    target: domain,
    after: { type, name, acknowledged: body.acknowledged },
  }
  return deps.audit.record(caller, deed, async () => {
    if (body.acknowledged) {
      const created_at = new Date().toISOString()
      const actual = digestOf(record)
      await acknowledge(deps.db, {
        ...{ domain: owner, type, name },
        ...{ actual, account: nameOf(caller), created_at },
      })
    } else await takeBack(deps.db, { domain: owner, type, name })
    await judgeAnew(deps.db, owner)
    return single(deps, domain)
  })
}
