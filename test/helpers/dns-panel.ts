import { createDnsKeeper } from '@mc/server/plugins/dns/index.ts'
import type { PolicySource } from '@mc/server/plugins/dns/policy.ts'
import type { Test } from 'tap'
import { type AppDeps, buildTestApp } from './app.ts'
import type { Client } from './client.ts'
import { host, publicKey, startDnsWorld, type World } from './dns-world.ts'
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
