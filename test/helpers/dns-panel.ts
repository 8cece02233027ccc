import { createDnsKeeper } from '@mc/server/plugins/dns/index.ts'
import type { PolicySource } from '@mc/server/plugins/dns/policy.ts'
import type { DnsReply } from '@mc/shared/contract'
import type { Test } from 'tap'
import { type AppDeps, buildTestApp } from './app.ts'
import type { Client } from './client.ts'
import { goodZone, host, publicKey, startDnsWorld, txt, type World } from './dns-world.ts'
import { objectsOf } from './objects.ts'

/** For `buildTestApp({ change })`: this world is all that the panel finds. */
export const inWorld =
  (world: World, policies: PolicySource = { port: 443, local: false }) =>
  (deps: AppDeps): AppDeps => ({
    ...deps,
    dns: createDnsKeeper({ ...deps, sources: world.sources, policies }),
  })

/** Sets the host up and makes domains whose key is the one that the good zone publishes. */
export const dnsObjects = async (deps: AppDeps, admin: Client) => {
  await admin.call('PATCH /settings', {
    body: { hostname: host.hostname, public_addresses: [...host.addresses] },
  })
  const make = objectsOf(admin)
  return async (name: string): Promise<number> => {
    const { id } = await make.domain(name)
    const now = new Date().toISOString()
    await deps.db.panel
      .insertInto('dkim_keys')
      .values({
        ...{ domain_id: id, domain: name, selector: 'mail', algorithm: 'rsa', key_bits: 2048 },
        ...{ public_key: publicKey, state: 'active', signing: 1, dns_status: 'published' },
        ...{ dns_actual: null, dns_checked_at: now, published_seen_at: now, created_at: now },
        ...{ activated_at: now, retired_at: null, retire_at: null, removed_at: null },
      })
      .execute()
    return id
  }
}

/** The whole panel, which takes a resolver and name servers on loopback for the world. */
export const dnsPanel = async (
  t: Test,
  { policies, timeout }: { policies?: PolicySource; timeout?: number } = {},
) => {
  const world = await startDnsWorld(t, timeout)
  const panel = await buildTestApp(t, { change: inWorld(world, policies) })
  const admin = await panel.as('admin')
  const domain = await dnsObjects(panel.deps, admin)
  return { ...panel, admin, world, domain }
}

type Panel = Awaited<ReturnType<typeof dnsPanel>>

/** Changes what all servers say. */
export const withZone = (
  { world }: Panel,
  changes: Readonly<Record<string, readonly unknown[]>>,
): void => {
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = { ...goodZone, ...changes }
  }
}

/** Mail that goes to another server, which the domain says itself. */
export const elsewhere = {
  'example.com MX': [{ preference: 10, exchange: 'mx.other.example' }],
  'mx.other.example A': ['198.51.100.7'],
  'example.com TXT': txt('v=spf1 ip4:192.0.2.10 -all'),
}

/** The first domain's finding of a type. */
export const recordOf = ({ data }: DnsReply, type: string) =>
  data[0]?.records.find((record) => record.type === type)

/** As if it had been checked this long ago. */
export const age = async ({ deps }: Panel, milliseconds: number): Promise<void> => {
  const checked_at = new Date(Date.now() - milliseconds).toISOString()
  await deps.db.panel.updateTable('dns_results').set({ checked_at }).execute()
}
