import { setTimeout as delay } from 'node:timers/promises'
import { createDnsKeeper } from '@mc/server/plugins/dns/index.ts'
import t from 'tap'
import { dnsPanel } from '../helpers/dns-panel.ts'
import { goodZone, txt } from '../helpers/dns-world.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(120_000)

type Panel = Awaited<ReturnType<typeof dnsPanel>>

/** How often a domain was looked at: each look asks for this once. */
const looksAt = ({ world }: Panel, domain: string): number =>
  world.resolver.asked.filter((line) => line.startsWith(`_dmarc.${domain} TXT`)).length

const allAreDue = async ({ deps }: Panel): Promise<void> => {
  const due_at = new Date(0).toISOString()
  await deps.db.panel.updateTable('dns_results').set({ due_at }).execute()
}

t.test('who asks while a domain is looked at shares that look', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, as, domain, world, deps } = panel
  await domain('example.com')
  const viewer = await as('viewer')
  world.first.faults = { '_dmarc.example.com': 'slow' }
  const check = (who: typeof admin) => who.call('POST /dns', { body: { domain: 'example.com' } })
  const ask = () => admin.call('GET /dns', { query: { domain: 'example.com' } })
  const answers = await Promise.all([check(admin), check(viewer), ask(), check(admin)])
  t.same(
    answers.map(({ status, body }) => [status, body.data[0]?.status]),
    answers.map(() => [200, 'pass']),
  )
  t.equal(new Set(answers.map(({ body }) => body.checked_at)).size, 1)
  t.equal(looksAt(panel, 'example.com'), 1)
  const looking = check(admin)
  await until('the look has begun', 60_000, () => looksAt(panel, 'example.com') === 2)
  await admin.call('PATCH /settings', { body: { public_addresses: ['203.0.113.9'] } })
  t.equal((await ask()).body.data[0]?.status, 'fail', 'not one from before a change here')
  await looking
  await deps.dns.sweep()
})

t.test('who asks does not wait for all that are due, nor does any other request', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, world, deps } = panel
  const names = Array.from({ length: 12 }, (_all, n) => `d${n}.example`)
  for (const name of [...names, 'example.com']) await domain(name)
  await admin.call('GET /dns')
  await allAreDue(panel)
  world.resolver.faults = Object.fromEntries(
    names.flatMap((name) => ['NS', 'MX', 'TXT'].map((type) => [`${name} ${type}`, 'silent'])),
  )
  let isOver = false
  const sweeping = deps.dns.sweep().then(() => {
    isOver = true
  })
  await until('they are looked at', 60_000, () =>
    world.resolver.asked.some((line) => line.startsWith('d')),
  )
  const checked = await admin.call('POST /dns', { body: { domain: 'example.com' } })
  t.match([checked.status, checked.body.data[0]?.status], [200, 'pass'])
  t.equal((await admin.call('GET /domains')).status, 200)
  t.notOk(isOver, 'all that before the others are through')
  await sweeping
  t.equal((await admin.call('GET /dns', { query: { status: 'unknown' } })).body.total > 0, true)
})

t.test('two processes on one database look at each domain once', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, deps, world } = panel
  const names = ['a.example', 'b.example', 'c.example', 'd.example']
  for (const name of names) await domain(name)
  const policies = { port: 443, local: false }
  const other = createDnsKeeper({ ...deps, events: deps.hub, sources: world.sources, policies })
  await Promise.all([deps.dns.match(), other.match()])
  t.equal((await admin.call('GET /dns')).body.total, names.length, 'one row each')
  await allAreDue(panel)
  await Promise.all([deps.dns.sweep(), other.sweep()])
  for (const name of names) t.equal(looksAt(panel, name), 1, name)
})

t.test('an acknowledgement while its domain is looked at holds, whoever is first', async (t) => {
  const panel = await dnsPanel(t)
  const { admin, domain, deps, world } = panel
  await domain('example.com')
  for (const server of [world.resolver, world.first, world.second]) {
    server.zone = {
      ...goodZone,
      'example.com MX': [{ preference: 10, exchange: 'mx.other.example' }],
      'example.com TXT': txt('v=spf1 ip4:192.0.2.10 -all'),
    }
  }
  const check = () => admin.call('POST /dns', { body: { domain: 'example.com' } })
  await check()
  const ack = (acknowledged: boolean) =>
    admin.call('PATCH /dns/acknowledgements', {
      body: { domain: 'example.com', type: 'MX', name: 'example.com', acknowledged },
    })
  for (let n = 0; n < 8; n += 1) {
    const acknowledged = n % 2 === 0
    const looking = check()
    await delay(n * 4)
    const [answer] = await Promise.all([ack(acknowledged), looking])
    t.equal(answer.status, 200)
    const row = await deps.db.panel
      .selectFrom('dns_results')
      .select('status')
      .where('domain', '=', 'example.com')
      .executeTakeFirst()
    t.equal(row?.status, acknowledged ? 'pass' : 'fail', 'what lists sort and filter by')
  }
})
