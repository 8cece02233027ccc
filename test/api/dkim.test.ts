import { AppError } from '@mc/server/http/app-error.ts'
import { dkimValue } from '@mc/shared/dkim-record'
import type { OpInput } from '@mc/shared/ops'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { objectsOf } from '../helpers/objects.ts'
import { madeKeys, scriptedAgent } from '../helpers/scripted-agent.ts'

const good = {
  'domains.apply': () => ({ domains: 0, unusable: [] }),
  'dkim.make': madeKeys,
  'sessions.end': () => ({ ended: 0 }),
}

const setUp = async (t: Parameters<typeof buildTestApp>[0]) => {
  const script = scriptedAgent()
  const app = await buildTestApp(t, { change: script.change })
  t.teardown(() => app.deps.machine.stop())
  script.answer(good)
  const admin = await app.as('admin')
  /** What a well-kept zone has: every key that the panel knows. */
  const publishAll = async () => {
    const rows = await app.deps.db.panel.selectFrom('dkim_keys').selectAll().execute()
    const zone = new Map(
      rows.map((row) => [
        `${row.selector}._domainkey.${row.domain}`,
        dkimValue(row.algorithm, row.public_key),
      ]),
    )
    script.dns((name) => {
      const value = zone.get(name)
      return value === undefined ? [] : [value]
    })
  }
  const keys = async (domain = 'a.example') =>
    (await admin.call('GET /dkim', { query: { domain, sort: 'id' } })).body.data
  const states = async () => (await keys()).map(({ selector, state }) => `${selector} ${state}`)
  const actions = async () => {
    const rows = await app.deps.db.panel.selectFrom('audit').selectAll().execute()
    return rows
      .filter(({ action }) => action.startsWith('dkim.'))
      .map(({ action, outcome }) => `${action} ${outcome}`)
  }
  return { ...app, ...script, admin, make: objectsOf(admin), publishAll, keys, states, actions }
}

const activate = (id: number, force?: boolean) =>
  ({
    params: { id },
    body: { state: 'active', ...(force === undefined ? {} : { force }) },
  }) as const

t.test('a domain comes with a key; the list is as the reference has it', async (t) => {
  const { admin, make, of } = await setUp(t)
  await make.domain('a.example')
  await make.domain('b.example')
  const page = await admin.call('GET /dkim')
  t.match(page.body, { total: 2, page: 1, pageSize: 20 })
  const [row] = page.body.data
  t.match(row, {
    id: Number,
    domain: 'a.example',
    selector: 'mail',
    algorithm: 'rsa',
    key_bits: 2048,
    dns_name: 'mail._domainkey.a.example',
    dns_value: /^v=DKIM1; h=sha256; k=rsa; p=[A-Za-z0-9+/]+=*$/,
    dns_status: 'unknown',
    state: 'active',
    signing: true,
    created_at: /Z$/,
  })
  t.same((await admin.send({ url: '/api/dkim?all=true' })).json(), page.body.data)
  t.equal((await admin.call('GET /dkim', { query: { search: 'B.EX' } })).body.total, 1)
  t.equal((await admin.call('GET /dkim', { query: { search: '%' } })).body.total, 0)
  t.equal((await admin.call('GET /dkim', { query: { state: 'pending' } })).body.total, 0)
  const down = await admin.call('GET /dkim', { query: { sort: 'domain', dir: 'desc' } })
  t.equal(down.body.data[0]?.domain, 'b.example')
  const pages = await admin.call('GET /dkim', { query: { page: 2, pageSize: 1 } })
  t.match(pages.body, { total: 2, data: [{ domain: 'b.example' }] })
  t.same(of('domains.apply').at(-1), {
    domains: ['a.example', 'b.example'].map((name) => ({
      name,
      keys: [{ selector: 'mail', state: 'active' }],
    })),
  })
  t.notMatch(JSON.stringify(page.body), /PRIVATE/)
})

t.test('what may be made, and what not', async (t) => {
  const { admin, make, keys, of, actions } = await setUp(t)
  await make.domain('a.example')
  const asked = of('dkim.make').length
  const create = (body: object) =>
    admin.send({ method: 'POST', url: '/api/dkim', payload: { domain: 'a.example', ...body } })
  const wrong: [object, number, string][] = [
    [{}, 409, 'dkim_key_exists'],
    [{ selector: 'mail' }, 409, 'dkim_key_exists'],
    [{ domain: 'c.example' }, 404, 'domain_not_found'],
    [{ domain: 'no domain' }, 400, 'validation_failed'],
    [{ selector: 'x', key_bits: 1024 }, 400, 'validation_failed'],
    [{ selector: 'x', key_bits: '3072' }, 400, 'validation_failed'],
    [{ selector: 'x', algorithm: 'dsa' }, 400, 'validation_failed'],
    [{ selector: 'x', algorithm: 'ed25519', key_bits: 2048 }, 400, 'validation_failed'],
    [{ selector: 'x', bits: 2048 }, 400, 'validation_failed'],
    ...['', 'A', '-a', 'a-', 'a_b', 'a.b', '../x', 'a b', 'a'.repeat(64), 'ä'].map(
      (selector): [object, number, string] => [{ selector }, 400, 'validation_failed'],
    ),
  ]
  for (const [body, status, code] of wrong) {
    const answer = await create(body)
    t.match([answer.statusCode, answer.json().code], [status, code], JSON.stringify(body))
  }
  t.equal((await keys()).length, 1)
  t.equal(of('dkim.make').length, asked, 'the agent was not even asked')
  const made = await create({ selector: 's2', key_bits: 3072 })
  t.equal(made.statusCode, 201)
  t.match(made.json(), { selector: 's2', key_bits: 3072, state: 'pending', signing: false })
  t.equal(made.headers.location, `/api/dkim/${made.json().id}`)
  t.match((await create({ selector: 'ed', algorithm: 'ed25519' })).json(), {
    algorithm: 'ed25519',
    key_bits: 256,
    dns_value: /^v=DKIM1; h=sha256; k=ed25519; p=.{44}$/,
    state: 'pending',
  })
  t.same(
    (await actions()).filter((text) => text.endsWith('done')),
    ['dkim.create done', 'dkim.create done'],
  )
})

t.test('rotation: nothing is switched to before the DNS has it', async (t) => {
  const { admin, make, keys, states, dns, publishAll, of, actions } = await setUp(t)
  await make.domain('a.example')
  const { body: next } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'next' },
  })
  const applied = of('domains.apply').length
  const answers = {
    missing: [],
    mismatch: ['v=DKIM1; p='],
    unknown: undefined,
  }
  for (const [dns_status, records] of Object.entries(answers)) {
    dns(() => records)
    const refused = await admin.call('PATCH /dkim/{id}', activate(next.id))
    t.match(refused, { status: 409, body: { code: 'dkim_not_published', dns_status } }, dns_status)
  }
  t.same(await states(), ['mail active', 'next pending'])
  t.equal(of('domains.apply').length, applied, 'the machine was told nothing')

  await publishAll()
  const seen = await admin.call('POST /dkim/{id}/check', { params: { id: next.id } })
  t.match(seen.body, { dns_status: 'published', published_seen_at: String, state: 'pending' })
  const done = await admin.call('PATCH /dkim', {
    body: { id: next.id, state: 'active' },
  })
  t.match(done, { status: 200, body: { state: 'active', signing: true, activated_at: String } })
  t.same(await states(), ['mail retired', 'next active'])
  const [old] = await keys()
  const days = (Date.parse(old?.retire_at ?? '') - Date.now()) / 86_400_000
  t.ok(days > 5 && days < 10)
  t.match(of('domains.apply').at(-1), {
    domains: [
      {
        keys: [
          { selector: 'mail', state: 'retired' },
          { selector: 'next', state: 'active' },
        ],
      },
    ],
  })
  t.equal((await admin.call('PATCH /dkim/{id}', activate(next.id))).status, 200, 'again is no harm')
  const back = await admin.call('PATCH /dkim/{id}', activate(old?.id ?? 0))
  t.match(back, { status: 200, body: { state: 'active', retire_at: null } }, 'and back again')
  t.same(await states(), ['mail active', 'next retired'])
  t.match(
    (await actions()).filter((text) => text.startsWith('dkim.activate')),
    [...Array(3).fill('dkim.activate refused'), ...Array(2).fill('dkim.activate done')],
  )
})

t.test('force switches to what was not seen', async (t) => {
  const { admin, make, states, dns } = await setUp(t)
  dns(() => [])
  await make.domain('a.example')
  const { body: next } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'next' },
  })
  t.equal((await admin.call('PATCH /dkim/{id}', activate(next.id, true))).status, 200)
  t.same(await states(), ['mail retired', 'next active'])
  t.equal((await admin.call('PATCH /dkim/{id}', activate(999, true))).status, 404)
})

t.test('a key of each algorithm signs side by side, and each is rotated by itself', async (t) => {
  const { admin, make, states, publishAll, of } = await setUp(t)
  await make.domain('a.example')
  const create = async (selector: string, algorithm: 'rsa' | 'ed25519') => {
    const made = await admin.call('POST /dkim', {
      body: { domain: 'a.example', selector, algorithm },
    })
    await publishAll()
    return made.body.id
  }
  const ed = await create('ed', 'ed25519')
  t.match(await admin.call('PATCH /dkim/{id}', activate(ed)), {
    status: 200,
    body: { state: 'active', signing: true },
  })
  t.same(await states(), ['mail active', 'ed active'])
  const keys = [
    { selector: 'mail', state: 'active' },
    { selector: 'ed', state: 'active' },
  ]
  t.same(of('domains.apply').at(-1), { domains: [{ name: 'a.example', keys }] })
  await admin.call('PATCH /dkim/{id}', activate(await create('ed2', 'ed25519')))
  t.same(await states(), ['mail active', 'ed retired', 'ed2 active'])
  await admin.call('PATCH /dkim/{id}', activate(await create('rsa2', 'rsa')))
  t.same(await states(), ['mail retired', 'ed retired', 'ed2 active', 'rsa2 active'])
})

t.test('Ed25519 signs alone only where there is no RSA key, and the answer warns', async (t) => {
  const { admin, make, keys, states, publishAll } = await setUp(t)
  await make.domain('a.example')
  const create = (selector: string, algorithm: 'rsa' | 'ed25519') =>
    admin.call('POST /dkim', { body: { domain: 'a.example', selector, algorithm } })
  const [{ id: first } = { id: 0 }] = await keys()
  const drop = (id: number, force?: true) =>
    admin.call('DELETE /dkim/{id}', { params: { id }, query: force ? { force } : {} })
  t.equal((await drop(first, true)).status, 200)
  const { body: ed } = await create('ed', 'ed25519')
  t.equal(ed.state, 'pending', 'no first choice, though nothing signs')
  await publishAll()
  t.match(await admin.call('PATCH /dkim/{id}', activate(ed.id)), {
    status: 200,
    body: { state: 'active', warnings: ['ed25519_alone'] },
  })
  const { body: rsa } = await create('rsa', 'rsa')
  t.equal(rsa.state, 'pending', 'the domain has mail signed already')
  await create('ed2', 'ed25519')
  await publishAll()
  const [, , second] = await keys()
  for (const force of [false, true]) {
    t.match(await admin.call('PATCH /dkim/{id}', activate(second?.id ?? 0, force)), {
      status: 409,
      body: { code: 'dkim_rsa_first', selector: 'rsa' },
    })
  }
  t.equal((await admin.call('PATCH /dkim/{id}', activate(rsa.id))).status, 200)
  t.equal((await admin.call('PATCH /dkim/{id}', activate(second?.id ?? 0))).status, 200)
  t.same(await states(), ['ed retired', 'rsa active', 'ed2 active'])
  t.match((await drop(rsa.id)).body, { code: 'key_is_active', error: /Ed25519 alone/ })
  t.match((await drop(second?.id ?? 0)).body, { code: 'key_is_active', error: /with RSA alone\./ })
})

t.test('a second signer that does not come up leaves everything as it was', async (t) => {
  const { admin, make, states, answer, publishAll } = await setUp(t)
  await make.domain('a.example')
  const { body: ed } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'ed', algorithm: 'ed25519' },
  })
  await publishAll()
  answer({
    ...good,
    'domains.apply': () => {
      throw new AppError('apply_failed', 'It does not come up.', {
        details: { reason: 'signer_down' },
      })
    },
  })
  t.match(await admin.call('PATCH /dkim/{id}', activate(ed.id)), {
    status: 500,
    body: { code: 'apply_failed', reason: 'signer_down' },
  })
  t.same(await states(), ['mail active', 'ed pending'])
})

t.test('what the machine does not take is as before', async (t) => {
  const { admin, make, states, answer, publishAll, keys } = await setUp(t)
  await make.domain('a.example')
  const { body: next } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'next' },
  })
  await publishAll()
  const before = await keys()
  answer({ ...good, 'domains.apply': undefined, 'dkim.make': undefined })
  t.equal((await admin.call('PATCH /dkim/{id}', activate(next.id))).status, 503)
  const drop = { params: { id: before[0]?.id ?? 0 }, query: { force: true } }
  t.equal((await admin.call('DELETE /dkim/{id}', drop)).status, 503)
  const third = { body: { domain: 'a.example', selector: 'third' } }
  t.equal((await admin.call('POST /dkim', third)).status, 503)
  t.match(
    (await keys()).map(({ id, state, signing, activated_at }) => [
      id,
      state,
      signing,
      activated_at,
    ]),
    before.map(({ id, state, signing, activated_at }) => [id, state, signing, activated_at]),
  )
  answer({
    ...good,
    'domains.apply': () => ({
      domains: 1,
      unusable: [{ domain: 'a.example', selector: 'next' }],
    }),
  })
  t.match(await admin.call('PATCH /dkim/{id}', activate(next.id)), {
    status: 409,
    body: { code: 'dkim_key_gone' },
  })
  t.same(await states(), ['mail active', 'next pending'], 'its file was gone: nothing is switched')
})

t.test('deleting: the key that signs only with force', async (t) => {
  const { admin, make, keys, of } = await setUp(t)
  await make.domain('a.example')
  const [{ id } = { id: 0 }] = await keys()
  const refused = await admin.call('DELETE /dkim', { query: { id } })
  t.match(refused, { status: 409, body: { code: 'key_is_active' } })
  t.equal((await admin.call('DELETE /dkim', { query: { id, force: true } })).status, 200)
  t.same(of('domains.apply').at(-1), { domains: [{ name: 'a.example', keys: [] }] })
  t.same(await keys(), [])
  await make.domain('b.example')
  t.same(await keys(), [], 'what was deleted on purpose is not made again')
  const made = await admin.call('POST /dkim', { body: { domain: 'A.Example' } })
  t.match(made, { status: 201, body: { selector: 'mail', state: 'active', signing: true } })
})

t.test('a domain has no more keys than the agent takes', async (t) => {
  const { admin, make, deps } = await setUp(t)
  const { id } = await make.domain('a.example')
  const [row] = await deps.db.panel.selectFrom('dkim_keys').selectAll().execute()
  if (!row) throw new Error('There is no first key')
  for (let n = 1; n < 20; n += 1) {
    const { id: _, ...rest } = row
    await deps.db.panel
      .insertInto('dkim_keys')
      .values({ ...rest, domain_id: id, selector: `k${n}`, state: 'pending' })
      .execute()
  }
  t.match(await admin.call('POST /dkim', { body: { domain: 'a.example', selector: 'more' } }), {
    status: 409,
    body: { code: 'dkim_keys_full' },
  })
})

t.test('the background: records are looked at in turn, grace periods end', async (t) => {
  const { admin, make, deps, dns, publishAll, looked, keys, of } = await setUp(t)
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

t.test('a domain that is deleted takes its keys along, one made again gets another', async (t) => {
  const { admin, make, deps, keys, answer, of } = await setUp(t)
  const { id } = await make.domain('a.example')
  const [before] = await keys()
  answer({ 'sessions.end': () => ({ ended: 0 }) })
  await admin.call('DELETE /domains/{id}', { params: { id } })
  await make.domain('a.example')
  answer(good)
  const asked = of('domains.apply').length
  await deps.machine.domainsChanged()
  const [after] = await keys()
  t.not(after?.dns_value, before?.dns_value)
  t.same(
    of('domains.apply')
      .slice(asked)
      .map((input) => (input as OpInput<'domains.apply'>).domains[0]?.keys.length),
    [0, 1],
    'the old key is away before the new one is made',
  )
})

t.test('what somebody else changes while the agent is told is told again', async (t) => {
  const { make, deps, answer, of } = await setUp(t)
  await make.domain('a.example')
  let told = 0
  answer({
    ...good,
    'domains.apply': async () => {
      told += 1
      // The command line deletes the key, between our reading of the rows and the agent's answer.
      if (told === 1) await deps.db.panel.deleteFrom('dkim_keys').execute()
      return { domains: 1, unusable: [] }
    },
  })
  await deps.machine.dkim.apply()
  t.equal(told, 2)
  t.same(of('domains.apply').at(-1), { domains: [{ name: 'a.example', keys: [] }] })
})

t.test('what is seen in the background reaches open pages', async (t) => {
  const { make, deps, publishAll } = await setUp(t)
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

t.test('1,000 domains: a page costs no look-up and the list is whole', async (t) => {
  const { admin, deps, looked } = await setUp(t)
  const row = (n: number) => ({
    domain_id: n + 1,
    domain: `d${String(n).padStart(4, '0')}.example`,
    selector: 'mail',
    algorithm: 'rsa' as const,
    key_bits: 2048,
    public_key: 'AAAA',
    state: 'active' as const,
    signing: 1,
    dns_status: n % 2 === 0 ? ('missing' as const) : ('published' as const),
    dns_actual: null,
    dns_checked_at: null,
    published_seen_at: null,
    created_at: new Date().toISOString(),
    activated_at: null,
    retired_at: null,
    retire_at: null,
    removed_at: null,
  })
  for (let n = 0; n < 1200; n += 100) {
    const rows = Array.from({ length: 100 }, (_, i) => row(n + i))
    await deps.db.panel.insertInto('dkim_keys').values(rows).execute()
  }
  for (const query of ['', '&sort=dns_status&dir=desc', '&sort=id', '&search=EXAMPLE']) {
    const all = (await admin.send({ url: `/api/dkim?all=true${query}` })).json()
    t.equal(new Set(all.map((one: { id: number }) => one.id)).size, 1200, query)
    t.equal(all.length, 1200)
  }
  const page = await admin.call('GET /dkim', { query: { dns_status: 'missing', page: 12 } })
  t.match([page.body.total, page.body.data[0]?.domain], [600, 'd0440.example'])
  t.same(looked, [])
})
