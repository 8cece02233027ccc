import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createClient } from '@hey-api/openapi-ts'
import { endpoints } from '@mc/shared/contract'
import { errorStatus } from '@mc/shared/contract/errors'
import { Validator } from '@seriousme/openapi-schema-validator'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'

type Json = Record<string, unknown>
interface Operation {
  readonly operationId: string
  readonly security: readonly Json[]
  readonly responses: Record<string, { description: string; content: Json }>
}
interface Document extends Json {
  readonly paths: Record<string, Record<string, Operation>>
}

t.test('the OpenAPI document', async (t) => {
  const { as, nobody } = await buildTestApp(t)
  const viewer = await as('viewer')
  t.equal((await nobody.call('GET /openapi.json')).status, 401)
  const answer = await viewer.send({ method: 'GET', url: '/api/openapi.json' })
  const document: Document = answer.json()
  const found = await new Validator().validate(structuredClone(document))
  t.ok(found.valid, JSON.stringify(found.errors))
  t.match(document.openapi, /^3\.1\./)

  const ids = new Set<string>()
  for (const [key, endpoint] of Object.entries(endpoints)) {
    const [method = '', path = ''] = key.split(' ')
    const operation = document.paths[`/api${path}`]?.[method.toLowerCase()]
    t.ok(operation, `${key} is described`)
    if (!operation) continue
    ids.add(operation.operationId)
    const { responses, security } = operation
    for (const code of endpoint.errors) {
      t.match(responses[errorStatus[code]]?.description, code, `${key} may answer ${code}`)
    }
    t.equal(security.length === 0, endpoint.access.kind === 'public', `${key} says who may call`)
    const closed = endpoint.access.kind === 'session' || endpoint.access.kind === 'admin'
    t.not(
      security.some((one) => 'token' in one),
      closed || endpoint.access.kind === 'public',
    )
  }
  t.equal(ids.size, Object.keys(endpoints).length, 'every operation has a name of its own')
  const described = Object.values(document.paths).flatMap((methods) => Object.keys(methods))
  t.equal(described.length, ids.size, 'nothing else is described')

  const list = document.paths['/api/domains']?.get?.responses['200']?.content
  t.match(list, {
    'application/json': { schema: { anyOf: [{ type: 'object' }, { type: 'array' }] } },
  })
  const logs = document.paths['/api/logs']?.get?.responses['200']?.content
  t.match(logs, { 'application/json': {}, 'text/csv': { schema: { type: 'string' } } })
})

t.test('the page to read it', async (t) => {
  const { as, nobody } = await buildTestApp(t)
  const viewer = await as('viewer')
  const get = (url: string, client = viewer) => client.send({ method: 'GET', url })
  const page = await get('/api/docs')
  t.match(page.headers, {
    'content-type': /^text\/html/,
    'content-security-policy': /script-src 'self'/,
  })
  t.notMatch(page.headers['content-security-policy'], /unsafe/)
  t.notMatch(page.body, /<script>|<style|style=|onload/, 'nothing inline')
  const linked = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
  t.equal(linked.length, 3)
  for (const url of linked) {
    t.equal((await get(url)).statusCode, 200, url)
    t.equal((await get(url, nobody)).statusCode, 401, `${url} needs a login`)
  }
  t.equal((await get('/api/docs/package.json')).statusCode, 404)
})

/** What a public generator makes of the document: functions named after the operations. */
type Call = (options: Json) => Promise<{ data?: Json; error?: Json; response: Response }>

t.test('a generated client runs the story of a domain', async (t) => {
  const { app, as, accounts } = await buildTestApp(t)
  const admin = await as('admin')
  const document: Document = (await admin.send({ method: 'GET', url: '/api/openapi.json' })).json()
  const folder = await mkdtemp(join(tmpdir(), 'mc-client-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  await createClient({
    input: document,
    output: { path: folder, importFileExtension: '.ts' },
    plugins: ['@hey-api/client-fetch', '@hey-api/sdk', '@hey-api/typescript'],
    logs: { level: 'silent' },
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const address = app.server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const sdk: Record<string, Call> = await import(pathToFileURL(join(folder, 'sdk.gen.ts')).href)
  const { client } = await import(pathToFileURL(join(folder, 'client.gen.ts')).href)
  const { id } = await accounts.make('admin')
  const token = await accounts.tokenOf(id, { domains: 'write', users: 'write', aliases: 'write' })
  client.setConfig({
    baseUrl: `http://127.0.0.1:${port}`,
    auth: ({ scheme }: { scheme?: string }) =>
      scheme === 'bearer' ? token.replace('Bearer ', '') : undefined,
  })
  const call = async (name: string, options: Json, status: number) => {
    const made = await sdk[name]?.(options)
    t.equal(made?.response.status, status, name)
    return made?.data ?? made?.error ?? {}
  }
  const domain = await call('postDomains', { body: { name: 'story.example' } }, 201)
  const again = await call('postDomains', { body: { name: 'story.example' } }, 409)
  t.match(again, { code: 'domain_exists' })
  const domain_id = domain.id
  const mailbox = { email: 'jane@story.example', password: 'Correct-Horse-9', domain_id }
  const user = await call('postUsers', { body: mailbox }, 201)
  const alias = { source: 'info@story.example', destination: 'jane@story.example', domain_id }
  const made = await call('postAliases', { body: alias }, 201)
  t.match(await call('getUsers', { query: { search: 'jane' } }, 200), { total: 1 })
  await call('patchUsersById', { path: { id: user.id }, body: { active: false } }, 200)
  await call('deleteDomainsById', { path: { id: domain_id } }, 409)
  await call('deleteAliasesById', { path: { id: made.id } }, 200)
  await call('deleteUsersById', { path: { id: user.id } }, 200)
  await call('deleteDomains', { query: { id: domain_id } }, 200)
  t.match(await call('getDomains', {}, 200), { total: 0 })
})
