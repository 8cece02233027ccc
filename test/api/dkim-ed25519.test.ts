import { AppError } from '@mc/server/http/app-error.ts'
import t from 'tap'
import { activate, dkimPanel, good } from '../helpers/dkim-panel.ts'

t.test('a key of each algorithm signs side by side, and each is rotated by itself', async (t) => {
  const { admin, make, states, publishAll, of } = await dkimPanel(t)
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
  const { admin, make, keys, states, publishAll } = await dkimPanel(t)
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
  const { admin, make, states, answer, publishAll } = await dkimPanel(t)
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
