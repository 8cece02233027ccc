import type { OpInput } from '@mc/shared/ops'
import t from 'tap'
import { dkimPanel, good } from '../helpers/dkim-panel.ts'

t.test('a domain comes with a key; the list is as the reference has it', async (t) => {
  const { admin, make, of } = await dkimPanel(t)
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
  const { admin, make, keys, of, actions } = await dkimPanel(t)
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

t.test('deleting: the key that signs only with force', async (t) => {
  const { admin, make, keys, of } = await dkimPanel(t)
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
  const { admin, make, deps } = await dkimPanel(t)
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

t.test('a domain that is deleted takes its keys along, one made again gets another', async (t) => {
  const { admin, make, deps, keys, answer, of } = await dkimPanel(t)
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

t.test('1,000 domains: a page costs no look-up and the list is whole', async (t) => {
  const { admin, deps, looked } = await dkimPanel(t)
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
