import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { buildAgentApp } from '@mc/server/agent/app.ts'
import { type Budget, createBudget } from '@mc/server/agent/budget.ts'
import { AgentRefused, AgentUnavailable, createAgentClient } from '@mc/server/agent/client.ts'
import type { Handlers } from '@mc/server/agent/handlers/index.ts'
import type { Entry } from '@mc/server/agent/journal.ts'
import { OpFailure } from '@mc/server/agent/op-failure.ts'
import { layoutFor } from '@mc/server/layout/index.ts'
import { type OpName, ops } from '@mc/shared/ops'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { certificate, quiet } from '../helpers/quiet-handlers.ts'

interface Bed {
  readonly journal: readonly Entry[]
  readonly client: ReturnType<typeof createAgentClient>
  /** A request as it stands, with the right bearer unless another is given. */
  send(path: string, body: string, headers?: Readonly<Record<string, string>>): Promise<Reply>
}

interface Reply {
  readonly status: number
  readonly text: string
}

const listen = async (
  t: Test,
  handlers: Handlers,
  budget: Budget = createBudget(10),
): Promise<Bed> => {
  const stateDir = mkdtempSync('/tmp/mc-socket-')
  const layout = layoutFor({ stateDir, mailPortBase: 0 })
  const agent = {
    ...layout.agent,
    socket: join(stateDir, 'sock'),
    bearer: join(stateDir, 'bearer'),
  }
  const bearer = randomUUID()
  writeFileSync(agent.bearer, bearer)
  const journal: Entry[] = []
  const note = (entry: Entry) => journal.push(entry)
  const app = buildAgentApp({ handlers, bearer, journal: note, budget, log: Fastify().log })
  await app.listen({ path: agent.socket })
  t.teardown(async () => {
    await app.close()
    rmSync(stateDir, { recursive: true, force: true })
  })
  const send = (path: string, body: string, headers = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const call = request({
        socketPath: agent.socket,
        path,
        method: 'POST',
        headers: {
          authorization: `Bearer ${bearer}`,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          ...headers,
        },
      })
      call.on('error', reject)
      call.on('response', (reply) => {
        let text = ''
        reply.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk
        })
        reply.on('end', () => resolve({ status: reply.statusCode ?? 0, text }))
      })
      call.end(body)
    })
  return { journal, client: createAgentClient({ agent }), send }
}

t.test('the bearer of this boot is the key', async (t) => {
  const { send } = await listen(t, quiet)
  t.equal((await send('/ops/stack.status', '{}')).status, 200)
  for (const authorization of ['', 'Bearer ', 'Bearer x', 'Basic eDp5']) {
    t.equal((await send('/ops/stack.status', '{}', { authorization })).status, 401)
  }
})

t.test('the client says who acts, and root writes it down', async (t) => {
  const { client, journal } = await listen(t, quiet)
  await client.call('domains.apply', { domains: [{ name: 'a.example', keys: [] }] }, 'admin')
  t.match(journal, [{ op: 'domains.apply', actor: 'admin', result: 'ok' }])
  await client.call('stack.status', {})
  t.equal(journal.length, 1, 'what only reads leaves no line')
})

t.test('a refusal keeps its code and its sentence; a fault of ours tells nothing', async (t) => {
  const { client, journal } = await listen(t, {
    ...quiet,
    'sessions.end': () => Promise.reject(new OpFailure('dovecot_down', 'Dovecot does not run.')),
    'mailstore.restore': () => Promise.reject(new Error('ENOENT /srv/state/secret')),
    'certificate.read': () => Promise.resolve({ ...certificate, names: 'one' as never }),
  })
  const refused = (op: Promise<unknown>) =>
    op.then(
      () => undefined,
      (error: unknown) => error,
    )
  const one = await refused(client.call('sessions.end', { addresses: [] }))
  t.match(one, new AgentRefused('dovecot_down', 'Dovecot does not run.'))
  const trashed = { home_id: 'a'.repeat(32), mailbox_id: 1, trash_date: '2026-01-01' }
  const two = await refused(client.call('mailstore.restore', trashed))
  t.match(two, { code: 'internal', message: 'The agent failed; its log says why.' })
  t.match(await refused(client.call('certificate.read', {})), { code: 'internal' })
  t.same(
    journal.map(({ result }) => result),
    ['dovecot_down', 'internal', 'internal'],
  )
})

t.test('more destruction than the hour allows is refused and does nothing', async (t) => {
  let purged = 0
  const handlers = {
    ...quiet,
    'mailstore.purge': async () => {
      purged += 1
      return { purged: true }
    },
  }
  const { client } = await listen(t, handlers, createBudget(2))
  const purge = () => client.call('mailstore.purge', { mailbox_id: 1, trash_date: '2026-01-01' })
  await purge()
  await purge()
  await t.rejects(purge(), { code: 'budget_exhausted' })
  t.equal(purged, 2)
})

t.test('no agent, or one that does not answer, is told apart from a refusal', async (t) => {
  const layout = layoutFor({ stateDir: t.testdir(), mailPortBase: 0 })
  const absent = createAgentClient(layout)
  await t.rejects(
    absent.call('stack.status', {}),
    new AgentUnavailable('The agent is not running.'),
  )
  const { client } = await listen(t, { ...quiet, 'stack.status': () => new Promise(() => {}) })
  const since = performance.now()
  const late = new AgentUnavailable('The agent did not answer in time.', { heard: true })
  await t.rejects(client.call('stack.status', {}), late)
  t.ok(
    performance.now() - since < ops['stack.status'].timeout + 30_000,
    'after the time of its record',
  )
})

/** Values that must never mean anything to a machine. */
const poison: readonly unknown[] = [
  ...[null, true, 0, -1, 1.5, 1e300, '', [], [[]], {}],
  ...['../../etc/passwd', '/etc/shadow', 'a\nb', 'a\0b', '$(id)', '; rm -rf /', '`id`', 'ALL'],
  ...['x'.repeat(60_000), { toString: 'x' }, { __proto__: null }],
]

t.test('malformed calls are refused before any handler, and change nothing', async (t) => {
  let handled = 0
  const counting = Object.fromEntries(
    Object.entries(quiet).map(([name, handler]) => [
      name,
      (input: never) => {
        handled += 1
        return handler(input)
      },
    ]),
  )
  const { send, journal } = await listen(t, { ...quiet, ...counting })
  const names = Object.keys(ops) as OpName[]
  const bodies = [
    ...['', '{', 'null', '[]', '"x"', '1', '{"extra":1}', '{"__proto__":{"a":1},"b":2}'],
    ...['hostname', 'domains', 'addresses', 'home_id', 'mailbox_id', 'trash_date'].flatMap((key) =>
      poison.map((value) => JSON.stringify({ [key]: value })),
    ),
  ]
  const wrong: string[] = []
  for (const name of names) {
    for (const body of bodies) {
      // The one list that may be empty is a correct call.
      if (body === '{"domains":[]}' || body === '{"addresses":[]}') continue
      const { status, text } = await send(`/ops/${name}`, body)
      if (status < 400 || status >= 500) wrong.push(`${name} ${body.slice(0, 80)}: ${status}`)
      if (/stack|node_modules|\/srv\//.test(text)) wrong.push(`${name} says ${text}`)
    }
  }
  t.same(wrong, [])
  t.equal(handled, 0)
  t.same(journal, [])
  for (const path of [
    '/ops/',
    '/ops/x',
    '/ops/stack.status/x',
    '/ops/..%2f',
    '/',
    '/ops/toString',
  ]) {
    t.equal((await send(path, '{}')).status, 404, path)
  }
  t.equal((await send('/ops/stack.status', `{"a":"${'x'.repeat(1_000_000)}"}`)).status, 413)
  t.equal((await send('/ops/stack.status', '{}', { 'content-type': 'text/plain' })).status, 415)
})
