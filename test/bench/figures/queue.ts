import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { loadavg } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { promisify } from 'node:util'
import { layoutFor } from '@mc/server/layout/index.ts'
import { atMost, type Figure, type Line } from '../figure.ts'
import { memoryMb } from '../processes.ts'
import { MAIL_PORT_BASE, ORIGIN, running, started } from '../sandbox.ts'
import { SETUP_TOKEN, signIn } from '../sign-in.ts'
import { median, percentile } from '../stats.ts'

const run = promisify(execFile)
const MESSAGES = 20_000

/** Another client each time: the limit a minute is not what is measured. */
let clients = 0
const someAddress = (): string => `2001:db8:1:${(clients++ % 0xffff).toString(16)}::1`

interface Answer {
  readonly ms: number
  readonly body: Readonly<Record<string, unknown>>
}

const get = async (cookie: string, path: string): Promise<Answer> => {
  const headers = { cookie, 'x-forwarded-for': someAddress() }
  const began = performance.now()
  const response = await fetch(`${ORIGIN}/api${path}`, { headers })
  const body: Record<string, unknown> = Object(await response.json())
  const ms = performance.now() - began
  if (response.status !== 200) throw new Error(`${path}: ${JSON.stringify(body)}`)
  return { ms, body }
}

/** Mail that waits for ever, handed in as this machine itself does it. */
const fill = async (reinjectPort: number, cookie: string): Promise<void> => {
  const message = ['-l', '2000', '-f', 'alice@example.test', '-t', 'user@defer.test', '-N']
  await run('smtp-source', [
    '-s',
    '8',
    '-m',
    `${MESSAGES}`,
    ...message,
    `127.0.0.1:${reinjectPort}`,
  ])
  const deadline = performance.now() + 300_000
  for (;;) {
    const { body } = await get(cookie, '/queue')
    if (body.deferred === MESSAGES) return
    if (performance.now() > deadline) throw new Error(`only ${body.deferred} messages wait`)
    await delay(1000)
  }
}

/** Milliseconds that postqueue itself takes, in the sandbox's own view of the machine, its output thrown away. */
const postqueue = async (agent: number, config: string): Promise<number> => {
  const began = performance.now()
  const command = ['-t', `${agent}`, '-m', '-p', '--', 'postqueue', '-c', config, '-j']
  const [code] = await once(spawn('nsenter', command, { stdio: 'ignore' }), 'exit')
  if (code !== 0) throw new Error(`postqueue ended with ${code}`)
  return performance.now() - began
}

const asked = [
  'page=2',
  'page=500&pageSize=40',
  'page=1000',
  'sort=sender',
  'sort=sender&dir=asc&page=500',
  'sort=size_bytes',
  'sort=size_bytes&dir=asc&page=300',
  'sort=queue',
  'queue=deferred&page=7',
  'search=123user',
  'search=nothing-like-this',
  'search=user&sort=sender&page=100',
  'sender=alice@example.test',
  'recipient_domain=defer.test',
  'reason=transport',
  'cause=parked&sort=size_bytes',
  'older_than=1',
]

const measure = async (launcher: number, rounds: number): Promise<Line[]> => {
  const inside = layoutFor({ stateDir: '/srv/state', mailPortBase: MAIL_PORT_BASE }).stack.postfix
  const cookie = await signIn(ORIGIN)
  await fill(inside.reinjectPort, cookie)
  const agent = running(launcher, 'server/bin/agent.ts')
  const api = running(launcher, 'server/bin/api.ts')
  const before = memoryMb(api, 'VmRSS')
  const own: number[] = []
  const first: number[] = []
  const further: number[] = []
  const ask = async () => own.push(await postqueue(agent, inside.config))
  // The first reading finds the files on the disk, all later ones in memory.
  await postqueue(agent, inside.config)
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) await ask()
    const page = await get(cookie, '/queue/items')
    if (round % 2 === 1) await ask()
    first.push(page.ms)
    const view = String(page.body.view)
    for (const query of asked) {
      const answer = await get(cookie, `/queue/items?view=${view}&${query}`)
      if (answer.body.view !== view) throw new Error('the view was lost')
      further.push(answer.ms)
    }
  }
  const after = memoryMb(api, 'VmHWM')
  const [took, itself] = [median(first), median(own)]
  const name = `Queue of ${MESSAGES.toLocaleString('en')}`
  const note = `first page ${Math.round(took)} ms, postqueue -j ${Math.round(itself)} ms; load average ${loadavg()[0]?.toFixed(1)}`
  return [
    atMost(`${name}: first page`, took / itself, 1.3, '× postqueue -j', note),
    atMost(
      `${name}: further pages, sorts, filters, p95`,
      percentile(further, 0.95),
      50,
      'ms',
      `median ${median(further).toFixed(1)} ms`,
    ),
    atMost(`${name}: growth of the API's memory, peak`, after - before, 80, 'MB'),
  ]
}

/** The mail queue at its worst: 20,000 messages that all wait. */
export const queue: Figure = {
  on: 'once',
  measure: async ({ rounds }) => {
    if (process.getuid?.() !== 0) throw new Error('the mail stack needs root')
    const stateDir = mkdtempSync(join('/tmp', 'mc-bench-queue-'))
    try {
      return await started(stateDir, (launcher) => measure(launcher, rounds), {
        MC_SETUP_TOKEN: SETUP_TOKEN,
      })
    } finally {
      rmSync(stateDir, { recursive: true, force: true })
    }
  },
}
