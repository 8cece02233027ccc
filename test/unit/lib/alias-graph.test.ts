import { isKnown, judgeAlias, type MailGraph } from '@mc/server/lib/alias-graph.ts'
import fc from 'fast-check'
import t from 'tap'

const graph = (rows: Record<string, string[]>, mailboxes: string[] = []): MailGraph => ({
  rows: new Map(Object.entries(rows)),
  mailboxes: new Set(mailboxes),
})

t.test('loops are found and named', async (t) => {
  const cases: [string, MailGraph, string, string[]][] = [
    [
      'two aliases',
      graph({ 'a@x.ex': ['b@x.ex'], 'b@x.ex': ['a@x.ex'] }),
      'a@x.ex',
      ['a@x.ex', 'b@x.ex', 'a@x.ex'],
    ],
    [
      'behind a fan-out, across domains',
      graph({ 'a@x.ex': ['z@o.ex', 'b@y.ex'], 'b@y.ex': ['c@x.ex'], 'c@x.ex': ['b@y.ex'] }),
      'a@x.ex',
      ['b@y.ex', 'c@x.ex', 'b@y.ex'],
    ],
    [
      'through a tag',
      graph({ 'a@x.ex': ['b+t@x.ex'], 'b@x.ex': ['a@x.ex'] }),
      'a@x.ex',
      ['a@x.ex', 'b+t@x.ex', 'b@x.ex', 'a@x.ex'],
    ],
    [
      'through the catch-all',
      graph({ '@x.ex': ['a@y.ex'], 'a@y.ex': ['nobody@x.ex'] }),
      '@x.ex',
      ['@x.ex', 'a@y.ex', 'nobody@x.ex', '@x.ex'],
    ],
  ]
  for (const [title, given, source, path] of cases) {
    t.same(judgeAlias(given, source), { kind: 'loop', path }, title)
  }
})

t.test('what ends in a mailbox or a reserved name is no loop', async (t) => {
  const ok = { kind: 'ok' }
  t.same(judgeAlias(graph({ '@x.ex': ['a@x.ex'] }, ['a@x.ex']), '@x.ex'), ok)
  t.same(judgeAlias(graph({ '@x.ex': ['a+t@x.ex'] }, ['a@x.ex']), '@x.ex'), ok)
  t.same(judgeAlias(graph({ '@x.ex': ['abuse@x.ex'] }), '@x.ex'), ok)
  t.same(judgeAlias(graph({ 'a@x.ex': ['me@elsewhere.ex'] }), 'a@x.ex'), ok)
  const diamond = graph({
    'a@x.ex': ['b@x.ex', 'c@x.ex'],
    'b@x.ex': ['d@x.ex'],
    'c@x.ex': ['d@x.ex'],
    'd@x.ex': ['me@o.ex'],
  })
  t.same(judgeAlias(diamond, 'a@x.ex'), ok)
})

const chain = (length: number): MailGraph =>
  graph(
    Object.fromEntries(
      Array.from({ length }, (_, i) => [
        `a${i}@x.ex`,
        [i + 1 < length ? `a${i + 1}@x.ex` : 'me@o.ex'],
      ]),
    ),
  )
const fan = (width: number): MailGraph =>
  graph({ 'a@x.ex': Array.from({ length: width }, (_, i) => `u${i}@o.ex`) })

t.test('ten aliases one after the other and 500 destinations are the limits', async (t) => {
  t.same(judgeAlias(chain(10), 'a0@x.ex'), { kind: 'ok' })
  t.same(judgeAlias(chain(11), 'a0@x.ex'), { kind: 'deep' })
  t.same(judgeAlias(fan(500), 'a@x.ex'), { kind: 'ok' })
  t.same(judgeAlias(fan(501), 'a@x.ex'), { kind: 'wide' })
})

t.test('an address is known by itself or without its tag', async (t) => {
  const given = graph({ 'i@x.ex': ['me@o.ex'], '@x.ex': ['me@o.ex'] }, ['a@x.ex'])
  for (const address of ['a@x.ex', 'a+t@x.ex', 'i@x.ex', 'i+t@x.ex', 'postmaster@x.ex']) {
    t.ok(isKnown(given, address), address)
  }
  t.notOk(isKnown(given, 'nobody@x.ex'), 'the catch-all makes nobody known')
})

/** Follows every way by brute force. */
const goesRound = (
  rows: ReadonlyMap<string, readonly string[]>,
  at: string,
  seen: string[],
): boolean =>
  seen.includes(at) ||
  (rows.get(at) ?? []).some((destination) => goesRound(rows, destination, [...seen, at]))

t.test('the verdict on any small graph is that of trying every way', async (t) => {
  const address = fc.integer({ min: 0, max: 6 }).map((i) => `a${i}@x.ex`)
  const edges = fc.uniqueArray(fc.tuple(address, address), {
    maxLength: 12,
    selector: ([from, to]) => `${from} ${to}`,
  })
  fc.assert(
    fc.property(edges, address, (list, source) => {
      const rows = new Map<string, string[]>()
      for (const [from, to] of list) rows.set(from, [...(rows.get(from) ?? []), to])
      const verdict = judgeAlias({ rows, mailboxes: new Set() }, source)
      t.equal(verdict.kind === 'loop', goesRound(rows, source, []))
      if (verdict.kind !== 'loop') return
      const { path } = verdict
      t.equal(path[0], path.at(-1))
      for (const [i, one] of path.slice(0, -1).entries()) {
        t.ok(rows.get(one)?.includes(path[i + 1] ?? ''), 'each step is a row')
      }
    }),
    { numRuns: 1000 },
  )
})
