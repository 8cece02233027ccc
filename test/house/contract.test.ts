import { contract, endpoints } from '@mc/shared/contract'
import { ops } from '@mc/shared/ops'
import t from 'tap'
import { buildTestApp } from '../helpers/app.ts'
import { sources } from '../helpers/sources.ts'

t.test('every endpoint of the contract is served', async (t) => {
  const { app } = await buildTestApp(t)
  for (const key of Object.keys(contract)) {
    const [method = '', path = ''] = key.split(' ')
    const url = `/api${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    t.ok(app.hasRoute({ method, url }), `${key} has a handler`)
  }
})

t.test('every mutation names its deed for the audit log', async (t) => {
  const silent = Object.entries(endpoints)
    .filter(([key, { audit }]) => !key.startsWith('GET ') && audit === undefined)
    .map(([key]) => key)
  t.same(silent, [])
})

t.test('every record keeps the limits of the reference', async (t) => {
  for (const [key, { limit }] of Object.entries(endpoints)) {
    if (key.startsWith('GET ')) t.equal(limit, 120, key)
    else t.ok(limit >= 5 && limit <= 30, `${key}: ${limit} a minute`)
  }
})

t.test('privileged operations take closed objects and stay few', async (t) => {
  for (const [name, { input }] of Object.entries(ops)) {
    t.equal(Reflect.get(input, 'additionalProperties'), false, `${name} refuses unknown members`)
  }
  t.ok(Object.keys(ops).length < 40, 'root power stays a short list')
})

t.test('each feature of the server has routes', async (t) => {
  const features = new Set(
    sources(/^server\/src\/features\//).map((file) => file.split('/')[3] ?? ''),
  )
  const routes = sources(/^server\/src\/features\/[^/]+\/routes\.ts$/)
  t.same(
    [...features].filter((name) => !routes.some((file) => file.includes(`/${name}/`))),
    [],
  )
})
