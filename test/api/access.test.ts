import { type Access, type Endpoint, endpoints, type Resource } from '@mc/shared/contract'
import t from 'tap'
import { buildTestApp, type TestApp } from '../helpers/app.ts'
import { Client } from '../helpers/client.ts'

/** What CONTRACT says of roles, written down a second time. */
const everybodyReads: readonly Resource[] = [
  'domains',
  'users',
  'aliases',
  'dkim',
  'dns',
  'stats',
  'logs',
]

type Verdict = 'passes' | 'not_authenticated' | 'permission_denied' | 'session_stale'

interface Caller {
  readonly name: string
  readonly client: Client
  /** What the caller may do with a resource, and what he is otherwise. */
  readonly may: (resource: Resource, mode: 'read' | 'write') => boolean
  readonly admin?: true
  readonly token?: true
  readonly stale?: true
  readonly unknown?: true
}

const never = () => false
const viewer: Caller['may'] = (resource, mode) =>
  mode === 'read' && everybodyReads.includes(resource)
const editor =
  (own: readonly string[]): Caller['may'] =>
  (resource, mode) =>
    viewer(resource, mode) || own.includes(resource)

const callersOf = async ({ app, as, accounts, nobody }: TestApp): Promise<Caller[]> => {
  const admin = await accounts.make('admin')
  const low = await accounts.make('viewer')
  const token = async (owner: number, scopes: Parameters<typeof accounts.tokenOf>[1]) =>
    new Client(app, { authorization: await accounts.tokenOf(owner, scopes) })
  const write = { domains: 'write', users: 'write', aliases: 'write', settings: 'write' } as const
  const read = { ...write, domains: 'read', stats: 'read' } as const
  return [
    { name: 'nobody', client: nobody, may: never, unknown: true },
    {
      name: 'a forged cookie',
      client: new Client(app, { cookie: 'mc-session=1.a.b.c.d' }),
      may: never,
      unknown: true,
    },
    {
      name: 'an unknown token',
      client: new Client(app, { authorization: `Bearer mc_1_${'a'.repeat(43)}` }),
      may: never,
      unknown: true,
    },
    { name: 'admin', client: await as('admin'), may: () => true, admin: true },
    {
      name: 'stale admin',
      client: new Client(app, { cookie: await accounts.cookieOf(admin.id, -1) }),
      may: () => true,
      admin: true,
      stale: true,
    },
    { name: 'viewer', client: await as('viewer', ['domains']), may: viewer },
    {
      name: 'editor of domains',
      client: await as('editor', ['domains']),
      may: editor(['domains']),
    },
    { name: 'editor of nothing', client: await as('editor'), may: editor([]) },
    { name: 'token without scope', client: await token(admin.id, {}), may: never, token: true },
    {
      name: 'token that reads domains',
      client: await token(admin.id, read),
      may: (resource, mode) =>
        (resource === 'domains' || resource === 'stats' ? mode === 'read' : false) ||
        ['users', 'aliases', 'settings'].includes(resource),
      token: true,
    },
    {
      name: 'token of a viewer with write scopes',
      client: await token(low.id, write),
      may: (resource, mode) =>
        mode === 'read' && ['domains', 'users', 'aliases'].includes(resource),
      token: true,
    },
  ]
}

const passesAccess = (caller: Caller, access: Access): boolean => {
  switch (access.kind) {
    case 'public':
    case 'caller':
      return true
    case 'session':
      return !caller.token
    case 'admin':
      return !caller.token && caller.admin === true
    case 'resource':
      return caller.may(access.resource, access.mode)
  }
}

const verdictFor = (caller: Caller, endpoint: Endpoint, mutates: boolean): Verdict => {
  if (endpoint.access.kind === 'public') return 'passes'
  if (caller.unknown) return 'not_authenticated'
  if (!passesAccess(caller, endpoint.access)) return 'permission_denied'
  const needsFresh = mutates ? endpoint.freshness !== 'exempt' : endpoint.freshness === 'needed'
  return needsFresh && caller.stale ? 'session_stale' : 'passes'
}

/** A request that nothing but a missing right can refuse before its nonsense is noticed. */
const ask = async (client: Client, key: string) => {
  const [method = 'GET', path = ''] = key.split(' ')
  const response = await client.send({
    method: method as 'GET',
    url: `/api${path.replaceAll(/\{\w+\}/g, '999999')}?nonsense=1`,
    ...(method === 'POST' || method === 'PATCH'
      ? { payload: '{"nonsense":1}', headers: { 'content-type': 'application/json' } }
      : {}),
  })
  const { code } = response.json<{ code: string }>()
  return code === 'validation_failed' ? 'passes' : code
}

t.test('every endpoint judges every caller before it looks at the request', async (t) => {
  const panel = await buildTestApp(t)
  for (const caller of await callersOf(panel)) {
    await t.test(caller.name, async (t) => {
      for (const [key, endpoint] of Object.entries(endpoints)) {
        const wanted = verdictFor(caller, endpoint, !key.startsWith('GET'))
        t.equal(await ask(caller.client, key), wanted, key)
      }
    })
  }
})

t.test('a request with an Authorization header is judged by it alone', async (t) => {
  const { app, accounts, as } = await buildTestApp(t)
  const admin = await as('admin')
  const { id } = await accounts.make('admin')
  const token = await accounts.tokenOf(id, { domains: 'read' })
  const both = (authorization: string) => new Client(app, { ...admin.headers, authorization })
  t.equal((await both('Bearer nonsense').call('GET /domains')).status, 401)
  t.equal((await both('Basic YTpi').call('GET /domains')).status, 401)
  t.equal((await both(token).call('GET /domains')).status, 200)
  t.equal((await both(token).call('GET /accounts')).status, 403, 'though the cookie might')
})

t.test('nothing is served that the contract does not name, and all of it is', async (t) => {
  const { app } = await buildTestApp(t)
  for (const key of Object.keys(endpoints)) {
    const [method = 'GET', path = ''] = key.split(' ')
    const url = `/api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    t.ok(app.hasRoute({ method: method as 'GET', url }), key)
  }
})

t.test('every schema becomes code, though only when it is first needed', async (t) => {
  const { app } = await buildTestApp(t)
  for (const [key, { params, query, body, replies }] of Object.entries(endpoints)) {
    const where = { method: 'GET', url: key }
    for (const schema of [params, query, body]) {
      if (!schema) continue
      t.doesNotThrow(() => app.validatorCompiler?.({ ...where, schema, httpPart: 'body' })({}), key)
    }
    for (const schema of Object.values(replies)) {
      const stringify = app.serializerCompiler?.({ ...where, schema, httpStatus: '200' })
      try {
        stringify?.({})
      } catch (error) {
        // An empty object is no answer; that it is noticed shows that the code is there.
        t.match(error, { message: /is required|does not match/ }, key)
      }
    }
  }
})
