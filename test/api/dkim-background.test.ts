import t from 'tap'
import { stopClock } from '../helpers/clock.ts'
import { activate, dkimPanel } from '../helpers/dkim-panel.ts'

t.test('the background: records are looked at in turn, grace periods end', async (t) => {
  // A look that is a minute or an hour old is that exactly, however long the test takes.
  stopClock(t)
  const { admin, make, deps, dns, publishAll, looked, keys, of } = await dkimPanel(t)
  for (const name of ['a.example', 'b.example', 'c.example']) await make.domain(name)
  looked.length = 0
  await publishAll()
  await deps.machine.dkim.sweep()
  t.equal(looked.length, 3, 'each once')
  await deps.machine.dkim.sweep()
  t.equal(looked.length, 3, 'and not again within the hour')
  await admin.call('GET /dkim', { query: { pageSize: 100 } })
  t.equal(looked.length, 3, 'a list asks nobody')
  const [one] = await keys()
  await admin.call('GET /dkim/{id}', { params: { id: one?.id ?? 0 } })
  t.equal(looked.length, 3, 'nor does one that was just looked at')
  const age = (minutes: number) =>
    deps.db.panel
      .updateTable('dkim_keys')
      .set({ dns_checked_at: new Date(Date.now() - minutes * 60_000).toISOString() })
      .execute()
  await age(2)
  await deps.machine.dkim.sweep()
  t.equal(looked.length, 3)
  t.equal(
    (await admin.call('GET /dkim/{id}', { params: { id: one?.id ?? 0 } })).body.dns_status,
    'published',
  )
  t.equal(looked.length, 4, 'one that is opened is fresh to the minute')
  const { body: next } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'next' },
  })
  await deps.machine.dkim.sweep()
  await age(2)
  looked.length = 0
  await deps.machine.dkim.sweep()
  t.same(looked, ['next._domainkey.a.example'], 'what is waited for is asked for each minute')
  await age(61)
  dns(() => undefined)
  await deps.machine.dkim.sweep()
  t.same([...new Set((await keys()).map(({ dns_status }) => dns_status))], ['unknown'])

  await publishAll()
  await admin.call('PATCH /dkim/{id}', activate(next.id))
  const [old] = await keys()
  const sweepAfter = async (retire_at: string) => {
    await deps.db.panel
      .updateTable('dkim_keys')
      .set({ retire_at })
      .where('id', '=', old?.id ?? 0)
      .execute()
    await age(61)
    await deps.machine.dkim.sweep()
    return (await keys()).map(({ selector, state }) => `${selector} ${state}`)
  }
  const later = new Date(Date.now() + 60_000).toISOString()
  t.same(await sweepAfter(later), ['mail retired', 'next active'], 'the grace period goes on')
  const earlier = '2020-01-01T00:00:00.000Z'
  t.same(await sweepAfter(earlier), ['mail retired', 'next active'], 'its record is still there')
  t.match(of('domains.apply').at(-1), {
    domains: [{ name: 'a.example', keys: [{ selector: 'next', state: 'active' }] }, {}, {}],
  })
  t.match(await admin.call('PATCH /dkim/{id}', activate(old?.id ?? 0)), {
    status: 409,
    body: { code: 'dkim_key_gone' },
  })
  dns(() => ['v=DKIM1; p='])
  t.same(await sweepAfter(earlier), ['next active'], 'revoked in the DNS: it is history')
})

t.test('what is seen in the background reaches open pages', async (t) => {
  const { make, deps, publishAll } = await dkimPanel(t)
  await make.domain('a.example')
  await publishAll()
  const told: unknown[] = []
  const publish = deps.events.publish.bind(deps.events)
  deps.events.publish = (event, data, audience) => {
    told.push(data)
    publish(event, data, audience)
  }
  await deps.machine.dkim.sweep()
  t.same(told, [{ resource: 'dkim' }])
  await deps.machine.dkim.sweep()
  t.equal(told.length, 1, 'nothing new, nothing told')
})
