import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { queueHandlers } from '@mc/server/agent/handlers/queue.ts'
import { readDeferLog } from '@mc/server/agent/mailqueue/message.ts'
import { readPostsuper } from '@mc/server/agent/mailqueue/postsuper.ts'
import { createCounter, createFinder } from '@mc/server/agent/mailqueue/spool.ts'
import { createRunStream } from '@mc/server/agent/run.ts'
import { debianPrograms } from '@mc/server/layout/programs.ts'
import t from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'
import { until } from '../helpers/until.ts'

t.test('what postsuper says is believed, not its status', async (t) => {
  const text =
    'postsuper: 4jXb0R1jJtzJQfk: removed\npostsuper: 4jXb0R1fbMzJQfh: removed\npostsuper: Deleted: 2 messages\n'
  t.same(readPostsuper(text, 'delete'), { done: ['4jXb0R1jJtzJQfk', '4jXb0R1fbMzJQfh'], total: 2 })
  t.same(readPostsuper('postsuper: Deleted: 0 messages\n', 'delete'), { done: [], total: 0 })
  t.same(readPostsuper('postsuper: Placed on hold: 1 message\n', 'hold').total, 1)
  t.same(readPostsuper(text, 'hold').total, undefined, 'another deed says nothing of this one')
  t.same(readPostsuper('', 'release'), { done: [], total: undefined })
})

t.test('the reasons of each recipient are read', async (t) => {
  const text =
    '\n<a@x.example>: no\nrecipient=a@x.example\noffset=1\nstatus=4.4.1\naction=delayed\nreason=connect to x: a=b\n\n\n<b@x.example>: never\nrecipient=b@x.example\nreason=second\n\n'
  t.same(
    [...readDeferLog(text)],
    [
      ['a@x.example', 'connect to x: a=b'],
      ['b@x.example', 'second'],
    ],
  )
  t.same([...readDeferLog('')], [])
})

/** A program that does what the test needs in the place of one of Postfix's. */
const program = (dir: string, name: string, script: string): string => {
  const path = join(dir, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

const collect = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

t.test('a queue that Postfix cannot list is unknown, with its reason', async (t) => {
  const made = agentDeps(t)
  const postqueue = program(
    made.state,
    'postqueue',
    'echo "{\\"queue_id\\":1}"; echo "postqueue: fatal: malformed showq server response" >&2; exit 69',
  )
  const handlers = queueHandlers(made.with({ postqueue }))
  await t.rejects(collect(handlers['queue.list']({})), {
    code: 'mail_stack_unavailable',
    message: /malformed showq server response/,
  })
  const running = {
    name: 'postfix',
    state: 'running',
    pid: 7,
    uptime: 60,
    reason: '',
  } as const
  const deps = made.with({ postqueue })
  const manager = { ...deps.manager, list: async () => [running] }
  await t.rejects(queueHandlers({ ...deps, manager })['queue.flush']({}), {
    code: 'mail_stack_unavailable',
    message: /malformed showq server response/,
  })
})

t.test('what a stopped Postfix cannot do is not asked of it', async (t) => {
  const made = agentDeps(t)
  const asked = join(made.state, 'asked')
  const postqueue = program(made.state, 'postqueue', `touch ${asked}`)
  const handlers = queueHandlers(made.with({ postqueue }))
  const stopped = { code: 'mail_stack_unavailable', message: /does not run, so no message/ }
  await t.rejects(handlers['queue.flush']({}), stopped)
  const ids = ['4jXb0R1jJtzJQfk']
  await t.rejects(async () => handlers['queue.act']({ action: 'deliver', ids }), stopped)
  t.notOk(existsSync(asked))
})

t.test('an empty queue is an empty list', async (t) => {
  const made = agentDeps(t)
  const handlers = queueHandlers(
    made.with({ postqueue: program(made.state, 'postqueue', 'exit 0') }),
  )
  t.equal(await collect(handlers['queue.list']({})), '')
})

t.test('a postsuper without an answer has done nothing that is known', async (t) => {
  const made = agentDeps(t)
  const postsuper = program(made.state, 'postsuper', 'cat > /dev/null; exit 0')
  const handlers = queueHandlers(made.with({ postsuper }))
  await t.rejects(handlers['queue.delete']({ ids: ['4jXb0R1jJtzJQfk'] }), {
    code: 'mail_stack_unavailable',
  })
})

t.test('clear goes on until nothing was left', async (t) => {
  const made = agentDeps(t)
  const counter = join(made.state, 'rounds')
  const postsuper = program(
    made.state,
    'postsuper',
    `n=$(cat ${counter} 2>/dev/null || echo 3); echo $((n - 1)) > ${counter}
     if [ $n -gt 0 ]; then echo "postsuper: Deleted: $n messages" >&2; else echo "postsuper: Deleted: 0 messages" >&2; fi`,
  )
  const handlers = queueHandlers(made.with({ postsuper }))
  t.same(await handlers['queue.clear']({}), { deleted: 3 + 2 + 1 })
})

t.test('ids reach postsuper on its standard input alone', async (t) => {
  const made = agentDeps(t)
  const seen = join(made.state, 'seen')
  const postsuper = program(
    made.state,
    'postsuper',
    `echo "$@" > ${seen}; while read id; do echo "$id" >> ${seen}; echo "postsuper: $id: removed" >&2; done
     echo "postsuper: Deleted: 2 messages" >&2`,
  )
  const handlers = queueHandlers(made.with({ postsuper }))
  const ids = ['4jXb0R1jJtzJQfk', '4jXb0R1fbMzJQfh']
  t.same(await handlers['queue.delete']({ ids }), { done: ids, idle: [] })
  t.match(
    readFileSync(seen, 'utf8'),
    / -d - hold incoming active deferred maildrop\n4jXb0R1jJtzJQfk\n4jXb0R1fbMzJQfh\n$/,
  )
})

t.test(
  'files are counted, also in hashed folders, and counted anew when they change',
  async (t) => {
    const { state } = agentDeps(t)
    const queue = join(state, 'deferred')
    mkdirSync(join(queue, '3/A'), { recursive: true })
    const put = (path: string) => writeFileSync(join(queue, path), '')
    put('4jXb0R1jJtzJQfk')
    put('3/4jXb0R1jJtzJQfl')
    put('3/A/4jXb0R1jJtzJQfm')
    const count = createCounter()
    t.equal(await count(queue), 3)
    put('3/A/4jXb0R1jJtzJQfn')
    t.equal(await count(queue), 4, 'at once')
    rmSync(join(queue, '4jXb0R1jJtzJQfk'))
    t.equal(await count(queue), 3)
    t.equal(await count(join(state, 'nowhere')), 0)
  },
)

t.test('messages are found wherever they are', async (t) => {
  const { state } = agentDeps(t)
  for (const dir of ['maildrop', 'hold', 'deferred/3'])
    mkdirSync(join(state, dir), { recursive: true })
  writeFileSync(join(state, 'hold/4jXb0R1jJtzJQfk'), '')
  writeFileSync(join(state, 'deferred/3/4jXb0R1jJtzJQfl'), '')
  const find = await createFinder(state)
  t.match(await find('4jXb0R1jJtzJQfk'), { queue: 'hold' })
  t.match(await find('4jXb0R1jJtzJQfl'), { queue: 'deferred' })
  t.equal(await find('4jXb0R1jJtzJQfm'), undefined)
})

/** How many processes have a word of ours among their arguments. */
const running = (word: string): number =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(word)
    } catch {
      return false
    }
  }).length

t.test('a stream waits for its reader, and its program ends when the reader leaves', async (t) => {
  const { state } = agentDeps(t)
  const endless = program(state, 'endless', 'exec yes 0123456789 "$1"')
  const stream = createRunStream({ ...debianPrograms, postqueue: endless })
  const pieces = stream('postqueue', [state])
  const first = await pieces.next()
  t.match(first.value, /^0123456789 /)
  t.equal(running(state), 1)
  await pieces.return(undefined)
  await until('the program has ended', 60_000, () => running(state) === 0)
})
