import { createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { domainHandlers } from '@mc/server/agent/handlers/domains.ts'
import { loadDomains, saveDomains, saveSettings } from '@mc/server/agent/mailstack/desired.ts'
import { writeDomainTables } from '@mc/server/agent/mailstack/domain-tables.ts'
import { ensureFolders } from '@mc/server/agent/mailstack/folders.ts'
import { createQueue } from '@mc/server/agent/queue.ts'
import type { OpInput } from '@mc/shared/ops'
import t, { type Test } from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'

type Asked = OpInput<'dkim.make'>['keys'][number]
type Wanted = OpInput<'domains.apply'>['domains'][number]

const setUp = async (t: Test) => {
  const { layout, deps } = agentDeps(t)
  await ensureFolders(layout)
  await saveSettings(deps, {
    hostname: 'mail.host.test',
    postmaster_address: null,
    public_addresses: [],
    message_size_limit: 26_214_400,
    certificate: { source: 'self-signed' },
  })
  const { 'dkim.make': make, 'domains.apply': apply } = domainHandlers(deps, createQueue())
  const { keys, removedKeys, keyTable, signingTable } = layout.stack.opendkim
  return {
    deps,
    layout,
    keys,
    removedKeys,
    file: (selector: string, domain = 'a.test') => join(keys, domain, `${selector}.private`),
    make: async (selector: string, more: Partial<Asked> = {}) => {
      const asked: Asked = { domain: 'a.test', selector, algorithm: 'rsa', bits: 2048, ...more }
      const [made] = (await make({ keys: [asked] })).keys
      if (!made) throw new Error('No key was made')
      return made
    },
    apply: (...domains: Wanted[]) => apply({ domains }),
    tables: () => ({
      keys: readFileSync(keyTable, 'utf8'),
      signing: readFileSync(signingTable, 'utf8'),
      zones: readFileSync(layout.stack.unbound.zones, 'utf8'),
    }),
  }
}

const a = (...keys: Wanted['keys']): Wanted => ({ name: 'a.test', keys })

t.test('a key is made for the signer alone, and only its public half is told', async (t) => {
  const { make, file, keys } = await setUp(t)
  const made = await make('s1')
  t.match(made, { domain: 'a.test', selector: 's1', algorithm: 'rsa', key_bits: 2048 })
  t.notMatch(JSON.stringify(made), /PRIVATE/)
  const text = readFileSync(file('s1'), 'utf8')
  t.equal(
    made.public_key,
    createPublicKey(text).export({ type: 'spki', format: 'der' }).toString('base64'),
  )
  const opendkim = Number(/^opendkim:x:(\d+)/m.exec(readFileSync('/etc/passwd', 'utf8'))?.[1])
  t.match(statSync(file('s1')), { uid: opendkim })
  t.equal(statSync(file('s1')).mode & 0o777, 0o400)
  t.equal(statSync(join(keys, 'a.test')).mode & 0o777, 0o750)
  t.same(readdirSync(join(keys, 'a.test')), ['s1.private'], 'nothing half-written is left')
  t.match(await make('big', { bits: 3072 }), { key_bits: 3072 })
  const ed = await make('ed', { algorithm: 'ed25519' })
  t.match(ed, { algorithm: 'ed25519', key_bits: 256 })
  t.equal(Buffer.from(ed.public_key, 'base64').length, 32)
})

t.test('a key that is used or was just made is never replaced', async (t) => {
  const { make, apply, file } = await setUp(t)
  const first = await make('s1')
  t.same(await make('s1'), first, 'asked again because the answer was lost')
  const twice = await Promise.all([make('s2'), make('s2')])
  t.same(twice[0], twice[1], 'two processes of the panel at once')
  await apply(a({ selector: 's1', state: 'active' }))
  const old = new Date('2024-01-01T00:00:00Z')
  utimesSync(file('s1'), old, old)
  const again = await make('s1', { bits: 4096 })
  t.match(again, { public_key: first.public_key, key_bits: 2048 }, 'used: told as it is')
})

t.test('what an interrupted attempt left behind is not taken for a new key', async (t) => {
  const { make, file, removedKeys } = await setUp(t)
  const first = await make('s1')
  const old = new Date(Date.now() - 2 * 3_600_000)
  utimesSync(file('s1'), old, old)
  const next = await make('s1')
  t.not(next.public_key, first.public_key)
  const third = await make('s1', { bits: 3072 })
  t.equal(third.key_bits, 3072, 'another size is another key')
  t.equal(readdirSync(removedKeys).length, 2, 'kept aside')
})

t.test('tables have what signs; keys that are named no more are put aside', async (t) => {
  const { make, apply, tables, file, keys, removedKeys } = await setUp(t)
  for (const selector of ['old', 'now', 'next']) await make(selector)
  await make('mail', { domain: 'b.test' })
  const b: Wanted = { name: 'b.test', keys: [{ selector: 'mail', state: 'active' }] }
  await apply(
    b,
    a(
      { selector: 'old', state: 'retired' },
      { selector: 'now', state: 'active' },
      { selector: 'next', state: 'pending' },
    ),
  )
  const { keys: table, signing, zones } = tables()
  const line = (name: string, domain = 'a.test') =>
    `${name}._domainkey.${domain} ${domain}:${name}:${file(name, domain)}\n`
  t.equal(table, [line('old'), line('now'), line('next'), line('mail', 'b.test')].join(''))
  t.equal(signing, '*@a.test now._domainkey.a.test\n*@b.test mail._domainkey.b.test\n')
  for (const selector of ['old', 'now', 'next']) {
    t.match(zones, `local-data: '${selector}._domainkey.a.test. 60 IN TXT "v=DKIM1;`)
  }
  await apply(a({ selector: 'now', state: 'active' }, { selector: 'next', state: 'pending' }))
  t.same(readdirSync(join(keys, 'a.test')).sort(), ['next.private', 'now.private'])
  t.same(readdirSync(keys), ['a.test'])
  t.match(
    readdirSync(removedKeys).sort().join(),
    /-b\.test.*-old\._domainkey\.a\.test|-old.*-b\.test/,
  )
  t.notMatch(tables().zones, /old\._domainkey/)
})

t.test(
  'a key that is being made is left alone by an apply that does not know it yet',
  async (t) => {
    const { make, apply, file } = await setUp(t)
    await make('mail')
    await apply(a({ selector: 'mail', state: 'active' }))
    const next = await make('next')
    await apply(a({ selector: 'mail', state: 'active' }))
    t.ok(statSync(file('next')).isFile())
    t.same(await make('next'), next)
  },
)

t.test(
  'what an apply from an earlier look has put aside is brought back by the next',
  async (t) => {
    const { make, apply, tables } = await setUp(t)
    const made = await make('mail')
    const next = await make('next')
    const state = a({ selector: 'mail', state: 'retired' }, { selector: 'next', state: 'active' })
    await apply(state)
    await apply(a({ selector: 'mail', state: 'active' }))
    t.match(tables().signing, 'mail._domainkey')
    t.same((await apply(state)).unusable, [])
    t.match(tables().signing, '*@a.test next._domainkey.a.test\n')
    t.same([await make('mail'), await make('next')], [made, next], 'both as they were')
    await apply()
    t.same((await apply(state)).unusable, [], 'the whole domain, too')
  },
)

t.test('a key that cannot sign stays out of the tables, or all its mail would wait', async (t) => {
  const { make, apply, tables, file } = await setUp(t)
  await make('mail')
  await apply(a({ selector: 'mail', state: 'active' }))
  rmSync(file('mail'))
  const answer = await apply(a({ selector: 'mail', state: 'active' }))
  t.same(answer.unusable, [{ domain: 'a.test', selector: 'mail' }], 'its file is gone')
  t.same([tables().keys, tables().signing], ['', ''], 'nothing refers to it')
})

t.test('each signer has tables of its own: one process knows one algorithm', async (t) => {
  const { make, apply, tables, file, layout } = await setUp(t)
  await make('mail')
  await make('ed', { algorithm: 'ed25519' })
  await make('next', { algorithm: 'ed25519' })
  const both = a(
    { selector: 'mail', state: 'active' },
    { selector: 'ed', state: 'active' },
    { selector: 'next', state: 'pending' },
  )
  t.same(await apply(both), { domains: 1, unusable: [] })
  t.equal(tables().keys, `mail._domainkey.a.test a.test:mail:${file('mail')}\n`)
  t.equal(tables().signing, '*@a.test mail._domainkey.a.test\n')
  const { keyTable, signingTable } = layout.stack.ed25519Signer
  const lines = ['ed', 'next'].map(
    (name) => `${name}._domainkey.a.test a.test:${name}:${file(name)}\n`,
  )
  t.equal(readFileSync(keyTable, 'utf8'), lines.join(''))
  t.equal(readFileSync(signingTable, 'utf8'), '*@a.test ed._domainkey.a.test\n')
  const records = readFileSync(layout.stack.surroundings?.dkimRecords ?? '', 'utf8')
  t.match(records, /^mail\._domainkey\.a\.test v=DKIM1; h=sha256; k=rsa; p=\S+$/m)
  t.match(records, /^ed\._domainkey\.a\.test v=DKIM1; h=sha256; k=ed25519; p=\S{44}$/m)
  await apply(a({ selector: 'mail', state: 'active' }))
  t.equal(readFileSync(signingTable, 'utf8'), '')
})

t.test('the state that release 0.1 has saved is understood at the next start', async (t) => {
  const { deps, layout, make, tables } = await setUp(t)
  await make('mail')
  await mkdir(layout.agent.desired, { recursive: true })
  writeFileSync(join(layout.agent.desired, 'domains.json'), '{"domains":["a.test"]}')
  const domains = await loadDomains(deps)
  t.same(domains, [{ name: 'a.test', keys: [{ selector: 'mail', state: 'active' }] }])
  await writeDomainTables(deps, undefined, domains)
  t.match(tables().signing, '*@a.test mail._domainkey.a.test\n')
  await saveDomains(deps, domains)
  t.same(await loadDomains(deps), domains)
})

t.test('a thousand domains are applied in a moment', async (t) => {
  const { make, apply, tables, keys } = await setUp(t)
  await make('mail')
  const text = readFileSync(join(keys, 'a.test', 'mail.private'))
  const names = Array.from({ length: 1000 }, (_, n) => `d${n}.test`)
  for (const name of names) {
    await mkdir(join(keys, name))
    writeFileSync(join(keys, name, 'mail.private'), text)
  }
  const all = names.map((name): Wanted => ({ name, keys: [{ selector: 'mail', state: 'active' }] }))
  await apply(...all)
  const since = performance.now()
  await apply(...all, a({ selector: 'mail', state: 'active' }))
  const ms = performance.now() - since
  t.comment(`${Math.round(ms)} ms for one more of 1,000`)
  t.ok(ms < 2000)
  t.equal(tables().signing.split('\n').length, 1002)
})
