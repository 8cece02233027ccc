import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createBudget } from '@mc/server/agent/budget.ts'
import { openJournal } from '@mc/server/agent/journal.ts'
import { createQueue } from '@mc/server/agent/queue.ts'
import t from 'tap'

t.test(
  'the budget lets so many destructive operations through in an hour, and says when the next',
  async (t) => {
    let now = 0
    const budget = createBudget(2, () => now)
    t.ok(budget.take())
    now = 60_000
    t.ok(budget.take())
    t.notOk(budget.take(), 'the third within the hour is refused')
    t.equal(budget.wait(), 3540, 'seconds until the first is an hour old')
    now = 3_600_000
    t.equal(budget.wait(), 0)
    t.ok(budget.take(), 'one is free again')
    t.notOk(budget.take(), 'but only one: the hour slides')
  },
)

t.test(
  'the journal has a line for each operation, without secrets, closed to others',
  async (t) => {
    const file = join(t.testdir(), 'journal.jsonl')
    const note = openJournal(file)
    const input = { hostname: 'mail.example.org', password: 'top', nested: { api_token: 'top' } }
    note({ op: 'stack.apply', actor: 'admin', input, result: 'ok', ms: 12 })
    note({
      op: 'domains.apply',
      actor: undefined,
      input: 'x'.repeat(5000),
      result: 'refused',
      ms: 1,
    })
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    t.equal(lines.length, 2)
    t.match(JSON.parse(lines[0] ?? ''), { op: 'stack.apply', actor: 'admin', result: 'ok', ms: 12 })
    t.match(lines[0], /mail\.example\.org/)
    t.notMatch(lines[0], /top/)
    t.ok((lines[1] ?? '').length < 2300, 'a long input is cut')
    t.equal(statSync(file).mode & 0o777, 0o640)
  },
)

t.test('a full journal is kept aside once, and goes on in a new file', async (t) => {
  const dir = t.testdir({ journal: 'x'.repeat(10 * 1024 * 1024 + 1) })
  const file = join(dir, 'journal')
  openJournal(file)({ op: 'stack.apply', actor: undefined, input: {}, result: 'ok', ms: 1 })
  t.ok(statSync(`${file}.1`).size > 10 * 1024 * 1024)
  t.match(readFileSync(file, 'utf8'), /^\{.*"op":"stack\.apply".*\}\n$/)
})

t.test('work in a queue is done one after the other, whatever becomes of it', async (t) => {
  const queue = createQueue()
  const done: string[] = []
  const first = Promise.withResolvers<void>()
  const a = queue(async () => {
    await first.promise
    done.push('a')
    throw new Error('a failed')
  })
  const b = queue(async () => done.push('b'))
  t.same(done, [], 'b waits for a')
  first.resolve()
  await t.rejects(a, { message: 'a failed' })
  await b
  t.same(done, ['a', 'b'])
})
