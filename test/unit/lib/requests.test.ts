import { clientAddress, isLoopback, networkOf } from '@mc/server/lib/addresses.ts'
import { auditValues } from '@mc/server/lib/audit-values.ts'
import { can } from '@mc/server/lib/can.ts'
import { repeatedMember } from '@mc/server/lib/json.ts'
import { RollUp } from '@mc/server/lib/roll-up.ts'
import { CookieCodec } from '@mc/server/lib/session-cookie.ts'
import { SlidingWindow } from '@mc/server/lib/sliding-window.ts'
import { WorkQueue } from '@mc/server/lib/work-queue.ts'
import fc from 'fast-check'
import t from 'tap'

t.test('client addresses', async (t) => {
  for (const [peer, forwarded, wanted] of [
    ['192.0.2.1', undefined, '192.0.2.1'],
    ['192.0.2.1', '10.0.0.1', '192.0.2.1'],
    ['127.0.0.1', undefined, '127.0.0.1'],
    ['127.0.0.1', '192.0.2.1', '192.0.2.1'],
    ['::1', '1.1.1.1, 192.0.2.1', '192.0.2.1'],
    ['::ffff:127.0.0.1', '192.0.2.1,127.0.0.1', '192.0.2.1'],
    [undefined, '192.0.2.1', '192.0.2.1'],
    [undefined, undefined, '127.0.0.1'],
    ['127.0.0.1', 'unknown', '127.0.0.1'],
    ['127.0.0.1', '192.0.2.1, unknown', '127.0.0.1'],
    ['127.0.0.1', '', '127.0.0.1'],
    ['127.0.0.1', ',,,', '127.0.0.1'],
    ['127.0.0.1', '192.0.2.1:80', '127.0.0.1'],
    ['127.0.0.1', '::ffff:192.0.2.1', '192.0.2.1'],
    ['127.0.0.1', '127.0.0.1, 127.0.0.1', '127.0.0.1'],
  ] as const) {
    t.equal(clientAddress(peer, forwarded), wanted, `${peer} ${forwarded}`)
  }
  fc.assert(
    fc.property(
      fc.string(),
      (left) => clientAddress('127.0.0.1', `${left},192.0.2.1`) === '192.0.2.1',
    ),
  )
  t.ok(isLoopback('panel.localhost'))
  t.notOk(isLoopback('localhost.example.com'))
  t.notOk(isLoopback('127.0.0.1.example.com'))
})

t.test('networks', async (t) => {
  t.equal(networkOf('192.0.2.7'), '192.0.2.7')
  t.equal(networkOf('192.0.2.7', 24), '192.0.2.0/24')
  for (const same of ['2001:db8::1', '2001:DB8:0:0:ffff::', '2001:0db8::', '2001:db8::1.2.3.4']) {
    t.equal(networkOf(same), '2001:db8:0:0::/64', same)
  }
  t.equal(networkOf('::1'), '0:0:0:0::/64')
  t.equal(networkOf('fe80::1%eth0'), 'fe80:0:0:0::/64')
})

t.test('the sliding window lets no more than the limit through in any minute', async (t) => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 30_000 }), { maxLength: 200 }),
      fc.integer({ min: 1, max: 20 }),
      (pauses, max) => {
        let now = 0
        const window = new SlidingWindow(10, () => now)
        const passed: number[] = []
        for (const pause of pauses) {
          now += pause
          if (window.hit('a', 60_000, max).current <= max) passed.push(now)
        }
        return passed.every(
          (time) => passed.filter((other) => other > time - 60_000 && other <= time).length <= max,
        )
      },
    ),
  )
  let now = 0
  const window = new SlidingWindow(100, () => now)
  for (let i = 0; i < 10; i += 1) window.hit('a', 60_000, 10)
  now = 59_999
  t.same(window.hit('a', 60_000, 10), { current: 11, ttl: 1 })
  now = 60_000
  t.equal(window.hit('a', 60_000, 10).current, 1)
  for (let i = 0; i < 100_000; i += 1) window.hit(`address ${i}`, 60_000, 10)
  t.ok(window.size <= 100, 'memory stays bounded')
  now = 200_000
  window.hit('b', 60_000, 10)
  t.ok(window.size < 100, 'what is over is forgotten')
})

t.test('a member that stands twice in JSON is found', async (t) => {
  for (const [text, wanted] of [
    ['{"a":1,"a":2}', 'a'],
    ['{"a":{"b":1},"c":[{"d":1,"d":1}]}', 'd'],
    ['{"a\\"":1,"a\\"":2}', 'a"'],
    ['{"a":"a","b":"a"}', undefined],
    ['{"a":{"a":1}}', undefined],
    ['[{"a":1},{"a":1}]', undefined],
    ['{"a":"{\\"b\\":1,\\"b\\":2}"}', undefined],
    ['"a"', undefined],
    ['{"\\\\":1,"\\\\":1}', '\\'],
    ['{"a" : 1 , "a"\n:2}', 'a'],
  ] as const) {
    t.equal(repeatedMember(text), wanted, text)
  }
  fc.assert(fc.property(fc.json(), (text) => repeatedMember(text) === undefined))
})

t.test('cookies are read only as they were issued', async (t) => {
  const codec = new CookieCodec(Buffer.alloc(32, 1))
  const { value, id } = codec.issue(1000, 5000)
  t.equal(codec.read(value, 2000), id)
  t.equal(codec.read(value, 5000), undefined, 'over')
  t.equal(new CookieCodec(Buffer.alloc(32, 2)).read(value, 2000), undefined, 'another key')
  const parts = value.split('.')
  for (let i = 0; i < parts.length; i += 1) {
    const changed = parts.with(i, `${parts[i]?.slice(0, -2)}zz`).join('.')
    t.equal(codec.read(changed, 2000), undefined, `part ${i} changed`)
  }
  t.match(id, /^[0-9a-f]{64}$/)
  t.notOk(value.includes(id))
})

t.test('audit values are never longer than 4 kB', async (t) => {
  t.equal(auditValues(undefined), null)
  t.equal(auditValues({ active: true }), '{"active":true}')
  const many = auditValues({ ids: Array.from({ length: 1000 }, (_, i) => i + 100_000) }) ?? ''
  t.ok(Buffer.byteLength(many) <= 4096)
  t.match(JSON.parse(many).ids.at(-1), /^… and \d+ more$/)
  t.match(auditValues({ a: 'x'.repeat(9000) }), /^{"a":"x{256}…"}$/)
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (values) => {
      const text = auditValues(values) ?? ''
      JSON.parse(text)
      return Buffer.byteLength(text) <= 4096
    }),
  )
})

t.test('events are rolled up after ten a minute', async (t) => {
  const sums: [string, number][] = []
  const roll = new RollUp(async (kind, count) => sums.push([kind, count]))
  const singles = Array.from({ length: 15 }, () => roll.single('a'))
  t.equal(singles.filter(Boolean).length, 10)
  t.ok(roll.single('b'))
  await roll.flush()
  t.same(sums, [['a', 5]])
  t.ok(roll.single('a'), 'a new minute')
  await roll.flush()
})

t.test('work waits its turn', async (t) => {
  const queue = new WorkQueue(1, 2)
  let running = 0
  let most = 0
  const work = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise(setImmediate)
    running -= 1
  }
  const all = [queue.run(work), queue.run(work)]
  t.notOk(queue.full)
  all.push(queue.run(work))
  t.ok(queue.full)
  all.push(queue.run(async () => Promise.reject(new Error('fails'))).catch(() => undefined))
  await Promise.all([...all, queue.run(work)])
  t.equal(most, 1)
  t.notOk(queue.full)
})

t.test('rights on domains are asked in one place', async (t) => {
  const user = { id: 1, username: 'a', email: 'a@b.example', permissions: [] }
  const account = (role: 'viewer' | 'editor', permissions: 'domains'[] = []) =>
    ({ kind: 'account', session: '', fresh: true, user: { ...user, role, permissions } }) as const
  t.notOk(can(account('viewer', ['domains']), 'domains', 'write', 1))
  t.ok(can(account('editor', ['domains']), 'domains', 'write', 1))
  t.notOk(can(account('editor', ['domains']), 'users', 'write', 1))
  t.ok(can({ kind: 'cli' }, 'settings', 'write'))
})
