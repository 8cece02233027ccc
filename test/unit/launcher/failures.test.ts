import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { listOf, masked, ofFile } from '../../../deploy/launcher/failure-list.mjs'
import { failuresIn } from '../../../deploy/launcher/failures.mjs'

/** What tap itself writes, so that another form of it is noticed here. */
const written = (): string =>
  spawnSync(process.execPath, [fileURLToPath(new URL('./failing.ts', import.meta.url))], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, TAP_CHILD_ID: undefined },
  }).stdout

t.test('each failed check is told once, with all names down to the assertion', async (t) => {
  const failures = failuresIn(written())
  t.same(
    failures.map(({ names }) => names.join(' › ')),
    [
      'the panel answers › in time › the count # of mail',
      'the panel answers › in time › should be equivalent',
      'the panel answers › in time › it is there',
      'the panel answers › is not kept waiting › Not within 300 ms: the queue is empty not ok 7 - a line of the log',
      'the panel answers › on another day',
      'the panel answers › it is refused',
    ],
  )
  const lines = failures.map(({ lines }) => lines.join('\n'))
  t.match(lines[0], /^wanted 2\nfound {2}1\nat .*failing\.ts:7:/)
  t.match(lines[1], /^wanted -, found \+\n\s*2,\n-\s+4,\n\+\s+3,/)
  t.match(lines[2], /^at .*failing\.ts:9:/)
  t.match(lines[3], /at .*failing\.ts:12:/)
  t.equal(lines[4], 'left out (SKIP) no other day')
})

t.test('a file that was ended says how, and how far it came', async (t) => {
  const begun = 'TAP version 14\n# Subtest: it lives\n    ok 1 - it was there\n'
  t.same(ofFile(begun, ['signal: SIGKILL'])[0]?.lines, [
    'signal: SIGKILL',
    'last: ok 1 - it was there',
  ])
  t.same(ofFile('', undefined)[0]?.lines, ['did not end', 'last: nothing'])
  t.same(ofFile('TAP version 14\nok 1 - it was there\n1..1\n', undefined), [])
})

t.test('a failure takes at most 12 lines, and its last line is among them', async (t) => {
  const lines = Array.from({ length: 90 }, (_, at) => `line ${at} ${'x'.repeat(2000)}`)
  const list = listOf([{ file: 'api on SQLite: test/api/queue.test.ts', names: ['a', 'b'], lines }])
  const shown = list.split('\n')
  t.equal(shown[0], '1. api on SQLite: test/api/queue.test.ts')
  t.equal(shown[1]?.trim(), 'a › b')
  t.ok(shown.length <= 12, `${shown.length} lines`)
  t.match(shown.at(-1), /^ +line 89 /)
  t.ok(list.length < 12 * 500, 'long lines are cut')
})

t.test('of very many failures each still has its name', async (t) => {
  const many = Array.from({ length: 100 }, (_, at) => ({
    file: 'unit: x.test.ts',
    names: [`check ${at}`],
    lines: ['why'],
  }))
  const list = listOf(many)
  t.match(list, 'check 99')
  t.ok(list.split('\n').length <= 40 * 3 + 60 * 2)
})

t.test('no secret is told', async (t) => {
  const secrets = [
    '{SHA512-CRYPT}$6$abcdefgh$ijklmnopqrstuvwxyz0123456789',
    '$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0$aGFzaGhhc2hoYXNoaGFzaA',
    'authorization: Bearer mc_12_abcdefghijklmnop',
    'cookie: mc-session=abc.def.ghi; path=/',
    'mysql://root:hushhush@127.0.0.1:3306/x',
    '"password": "hushhush"',
    '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----',
  ]
  for (const secret of secrets)
    t.notMatch(
      masked(`before ${secret} after`),
      /ijklmnop|aGFzaGhh|abc\.def|hushhush|MIIEvQ/,
      'the secret is gone',
    )
  t.equal(masked('the password is refused'), 'the password is refused')
})
