import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { buildTestApp } from '../helpers/app.ts'

t.test('login', async (t) => {
  const { nobody, accounts } = await buildTestApp(t)
  const { username } = await accounts.make('editor', ['domains'])
  const good = await nobody.call('POST /auth/login', {
    body: { username: username.toUpperCase(), password: PASSWORD },
  })
  t.equal(good.status, 200)
  t.match(good.body, { user: { username, role: 'editor', permissions: ['domains'] } })
  const list = await nobody.call('GET /logs')
  t.equal(list.status, 401)
})
