import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'

t.test('x', async (t) => {
  const { as, deps } = await buildTestApp(t)
  const a = await as('admin')
  const P = 'Wob-vex-193'
  console.error((await a.call('POST /domains', { body: { name: 'München.example' } })).status)
  console.error(
    (
      await a.call('POST /users', {
        body: { email: 'Anna@münchen.example', password: P, domain_id: 1 },
      })
    ).body,
  )
  console.error((await a.call('GET /users', {})).body)
  console.error((await a.call('GET /users', { query: { search: 'NN' } })).body)
  console.error((await a.send({ url: '/api/users?all=true', method: 'GET' })).body)
  console.error((await a.send({ url: '/api/users/export', method: 'GET' })).body)
  console.error((await a.call('DELETE /domains', { query: { id: 1 } })).body)
  console.error(
    (
      await a.call('POST /users/import', {
        body: { csv: `email,password\na@xn--mnchen-3ya.example,${P}\nb@nix.de,xx` },
      })
    ).body,
  )
  console.error(
    (
      await a.call('POST /users/import', {
        body: { csv: `email,password\na@xn--mnchen-3ya.example,${P}\nb@münchen.example,${P}` },
      })
    ).body,
  )
  console.error(
    (
      await a.call('POST /aliases', {
        body: { domain_id: 1, source: '@münchen.example', destination: 'x@münchen.example' },
      })
    ).body,
  )
  console.error(
    (
      await a.call('POST /aliases', {
        body: { domain_id: 1, source: 'i@münchen.example', destination: 'x@münchen.example' },
      })
    ).body,
  )
  console.error((await a.call('PATCH /users', { body: { id: 1, active: false } })).body)
  console.error((await a.call('GET /users', { query: { active: false } })).body)
  console.error((await a.call('GET /overview', {})).body)
  console.error((await a.call('GET /settings', {})).body)
  console.error((await a.call('DELETE /users', { query: { id: 1 } })).body)
  console.error((await a.call('GET /trash', {})).body)
  console.error((await a.call('POST /trash', { body: { id: 1, action: 'restore' } })).body)
  console.error((await a.call('DELETE /domains', { query: { id: 1, force: true } })).body)
  console.error(await deps.db.mail.selectFrom('mail_totals').selectAll().execute())
})
