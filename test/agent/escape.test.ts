import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import * as escapers from '@mc/server/agent/mailstack/escape.ts'
import fc from 'fast-check'
import t from 'tap'

const run = promisify(execFile)
const folder = await mkdtemp(join(tmpdir(), 'mc-escape-'))
t.teardown(() => rm(folder, { recursive: true, force: true }))
t.setTimeout(600_000)

/** Text that means something to one of the parsers, mixed with any other text. */
const nasty = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '$',
        '$$',
        '$' + '{x}',
        '"',
        "'",
        '\\',
        '#',
        ';',
        '%',
        '%u',
        '%{user}',
        '{',
        '}',
        ',',
        ' ',
        '\n',
        '\r',
        '\t',
        '\0',
        '\u2028',
        '<',
        '=',
        ' $a',
        '-o',
      ),
      fc.string({ unit: 'grapheme-ascii', maxLength: 4 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(''))

/** The escaped value, or undefined where the escaper refuses it. */
const accepted = (escaper: (value: string) => string, value: string): string | undefined => {
  try {
    return escaper(value)
  } catch (error) {
    if (error instanceof escapers.Unwritable) return undefined
    throw error
  }
}

const lines = (text: string): string[] => text.split('\n').slice(0, -1)

t.test('no escaper lets a line break or control character through', async () => {
  const all = Object.entries(escapers).flatMap(([name, value]) =>
    name === 'Unwritable' ? [] : [value as (text: string) => string],
  )
  fc.assert(
    fc.property(nasty, (value) => {
      for (const escaper of all) {
        if (/[\p{Cc}\u2028\u2029]/u.test(accepted(escaper, value) ?? '')) return false
      }
      return true
    }),
  )
})

t.test('Postfix reads each word back as it was, and no other setting', async () => {
  const names = [
    'smtpd_banner',
    'mail_name',
    'syslog_name',
    'home_mailbox',
    'double_bounce_sender',
    'relayhost',
  ]
  await fc.assert(
    fc.asyncProperty(
      fc.array(nasty, { minLength: names.length, maxLength: names.length }),
      async (values) => {
        const pairs = names.flatMap((name, n) => {
          const escaped = accepted(escapers.postfixWord, values[n] ?? '')
          return escaped === undefined ? [] : [[name, escaped, values[n]] as const]
        })
        const text = pairs.map(([name, escaped]) => `${name} = ${escaped}\n`).join('')
        await writeFile(join(folder, 'main.cf'), text)
        await writeFile(join(folder, 'master.cf'), '')
        const set = await run('postconf', ['-c', folder, '-n'])
        const own = lines(set.stdout).filter((line) => !line.startsWith('config_directory'))
        if (own.length !== pairs.length) return false
        if (pairs.length === 0) return true
        const { stdout } = await run('postconf', [
          '-c',
          folder,
          '-x',
          '-h',
          ...pairs.map(([name]) => name),
        ])
        return lines(stdout).every((line, n) => line === pairs[n]?.[2])
      },
    ),
    { numRuns: 12 },
  )
})

t.test('Dovecot 2.3 reads each value back as it was', async (t) => {
  const { stdout: release } = await run('dovecot', ['--version'])
  if (!release.startsWith('2.3')) {
    t.pass('this machine has a newer Dovecot')
    return
  }
  await fc.assert(
    fc.asyncProperty(fc.array(nasty, { minLength: 5, maxLength: 5 }), async (values) => {
      const good = values.filter((value) => accepted(escapers.dovecot23, value) !== undefined)
      const settings = good.map((value, n) => `  k${n} = ${escapers.dovecot23(value)}\n`).join('')
      const file = join(folder, 'dovecot.conf')
      await writeFile(file, `ssl = no\nplugin {\n${settings}}\n`)
      for (const [n, value] of good.entries()) {
        const { stdout } = await run('doveconf', ['-c', file, '-h', `plugin/k${n}`])
        if (stdout !== `${value.replaceAll('%', '%%')}\n`) return false
      }
      return true
    }),
    { numRuns: 20 },
  )
})

t.test('unbound reads each value back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(nasty, async (value) => {
      const escaped = accepted(escapers.unbound, value)
      if (escaped === undefined) return true
      const file = join(folder, 'unbound.conf')
      await writeFile(file, `server:\n  identity: ${escaped}\n`)
      const { stdout } = await run('unbound-checkconf', ['-o', 'identity', file])
      return stdout === `${value}\n`
    }),
    { numRuns: 60 },
  )
})

t.test('a quoted value can be unquoted to what it was', async () => {
  const unquote = (text: string): string => text.slice(1, -1).replace(/\\(.)/g, '$1')
  fc.assert(
    fc.property(nasty, (value) => {
      const quoted = accepted(escapers.dovecot24, value)
      const plain = accepted(escapers.rsyslog, value)
      return (
        (quoted === undefined || unquote(quoted).replaceAll('%%', '%') === value) &&
        (plain === undefined || unquote(plain) === value) &&
        [quoted, plain].every(
          (text) => text === undefined || !/(?<!\\)(\\\\)*"./.test(text.slice(1)),
        )
      )
    }),
  )
})
