import t from 'tap'
import { activate, dkimPanel, good } from '../helpers/dkim-panel.ts'

t.test('rotation: nothing is switched to before the DNS has it', async (t) => {
  const { admin, make, keys, states, dns, publishAll, of, actions } = await dkimPanel(t)
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
  const { admin, make, states, dns } = await dkimPanel(t)
  dns(() => [])
  await make.domain('a.example')
  const { body: next } = await admin.call('POST /dkim', {
    body: { domain: 'a.example', selector: 'next' },
  })
  t.equal((await admin.call('PATCH /dkim/{id}', activate(next.id, true))).status, 200)
  t.same(await states(), ['mail retired', 'next active'])
  t.equal((await admin.call('PATCH /dkim/{id}', activate(999, true))).status, 404)
})

t.test('what the machine does not take is as before', async (t) => {
  const { admin, make, states, answer, publishAll, keys } = await dkimPanel(t)
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

t.test('what somebody else changes while the agent is told is told again', async (t) => {
  const { make, deps, answer, of } = await dkimPanel(t)
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
