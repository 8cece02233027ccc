import { createRun } from '@mc/server/agent/run.ts'
import { debianPrograms } from '@mc/server/layout/programs.ts'
import t from 'tap'

/** Any program will do: these stand in for openssl and postconf in the table. */
const run = createRun({
  ...debianPrograms,
  openssl: '/bin/sh',
  postconf: '/bin/cat',
  postmap: '/nowhere',
})

t.test('a status other than 0 is a result', async (t) => {
  t.match(await run('openssl', ['-c', 'echo out; echo err >&2; exit 3']), {
    code: 3,
    stdout: 'out\n',
    stderr: 'err\n',
    timedOut: false,
    truncated: false,
  })
})

t.test('no shell reads the arguments', async (t) => {
  const { stdout, stderr } = await run('postconf', ['--', '$(id); rm -rf x'])
  t.equal(stdout, '')
  t.match(stderr, /\$\(id\); rm -rf x/, 'it is one file name')
})

t.test('the environment is fixed', async (t) => {
  process.env.MC_SECRET = 'inherited'
  const { stdout } = await run('openssl', ['-c', 'env'], { env: { ADDED: 'yes' } })
  delete process.env.MC_SECRET
  t.notMatch(stdout, /MC_SECRET/)
  t.match(stdout, /^ADDED=yes$/m)
  t.match(stdout, /^PATH=\/usr\/sbin:\/usr\/bin:\/sbin:\/bin$/m)
})

t.test('what hangs is killed', async (t) => {
  t.match(await run('postconf', []), { code: 0, timedOut: false }, 'an empty input ends at once')
  t.match(await run('openssl', ['-c', 'exec sleep 60'], { timeout: 100 }), {
    code: null,
    timedOut: true,
  })
})

t.test('output is capped and the program still ends', async (t) => {
  const result = await run('openssl', ['-c', 'yes | head -c 5000000'], { maxOutput: 1000 })
  t.equal(result.stdout.length, 1000)
  t.ok(result.truncated)
  t.equal(result.code, 0)
})

t.test('input reaches it; who does not read it is no failure', async (t) => {
  t.equal((await run('postconf', [], { input: 'hello' })).stdout, 'hello')
  t.equal((await run('openssl', ['-c', 'exit 0'], { input: 'x'.repeat(1e6) })).code, 0)
})

t.test('a program that is not there is named', (t) =>
  t.rejects(run('postmap', []), { message: /^postmap could not be started: / }),
)

t.test('it runs as who is named', async (t) => {
  const { stdout } = await run('openssl', ['-c', 'id -u; id -g'], { uid: 5000, gid: 5000 })
  t.equal(stdout, '5000\n5000\n')
})
