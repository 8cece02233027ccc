// A test file that fails in the ways a test can; failures.test.ts reads what tap makes of it.
import t from 'tap'

t.test('the panel answers', async (t) => {
  t.equal(1, 1, 'one is one')
  await t.test('in time', async (t) => {
    t.equal(1, 2, 'the count # of mail')
    t.same({ a: 1, b: { name: 'x', list: [1, 2, 3] } }, { a: 1, b: { name: 'x', list: [1, 2, 4] } })
    t.ok(false, 'it is there')
  })
  await t.test('is not kept waiting', async () => {
    throw new Error('Not within 300 ms: the queue is empty\nnot ok 7 - a line of the log')
  })
  await t.test('on another day', { skip: 'no other day' }, async () => {})
  await t.rejects(Promise.resolve(1), 'it is refused')
})
t.test('one that passes', async (t) => t.ok(true))
