import { isIP, SocketAddress } from 'node:net'
import type { BodyOf } from '@mc/shared/contract'
import { SafeAddress } from '@mc/shared/ops'
import { Check } from 'typebox/value'
import { domainByName } from '../../db/mail-rows.ts'
import type { SettingValues } from '../../db/settings.ts'
import type { Deps } from '../../deps.ts'
import { invalid } from '../../http/app-error.ts'
import { parseDomainName } from '../../lib/domain-names.ts'
import { parseDestination } from '../../lib/mail-addresses.ts'

type Changes = BodyOf<'PATCH /settings'>

const hostname = async (deps: Deps, given: string): Promise<string> => {
  const parsed = parseDomainName(given)
  if (!parsed.ok) throw invalid('hostname', parsed.why)
  const { name } = parsed.value
  if (await domainByName(deps.db.mail, name)) {
    throw invalid(
      'hostname',
      `is a mail domain here; the server needs a name of its own, such as mail.${name}`,
    )
  }
  return name
}

const address = (given: string): string => {
  const family = isIP(given)
  if (family === 0) throw invalid('public_addresses', `"${given}" is no IP address`)
  const one = new SocketAddress({ address: given, family: family === 6 ? 'ipv6' : 'ipv4' }).address
  if (/^(0\.|127\.|22[4-9]\.|23\d\.|::1?$|fe80:|ff)/i.test(one)) {
    throw invalid('public_addresses', `${given} does not lead to this server from elsewhere`)
  }
  return one
}

const postmaster = (given: string): string => {
  const parsed = parseDestination(given)
  if (!parsed.ok) throw invalid('postmaster_address', parsed.why)
  if (!Check(SafeAddress, parsed.value.address)) {
    throw invalid(
      'postmaster_address',
      "must have before the @ only letters, digits and . _ + = ' ~ ! # ^ { } | ? & -",
    )
  }
  return parsed.value.address
}

/** The changes in the form that is stored. @throws AppError validation_failed */
export const checked = async (deps: Deps, given: Changes): Promise<Partial<SettingValues>> => ({
  ...given,
  ...(given.hostname === undefined ? {} : { hostname: await hostname(deps, given.hostname) }),
  ...(given.public_addresses === undefined
    ? {}
    : { public_addresses: [...new Set(given.public_addresses.map(address))] }),
  ...(given.postmaster_address === undefined
    ? {}
    : { postmaster_address: postmaster(given.postmaster_address) }),
})
