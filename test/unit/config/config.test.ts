import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, configFrom } from '@mc/server/config/config.ts'
import { readEnv } from '@mc/server/config/env.ts'
import { deriveKey, loadSecret, rotateSecret, sameSecret } from '@mc/server/config/secrets.ts'
import t from 'tap'

const config = (env: Record<string, string>) => configFrom(readEnv(env))

const refusal = (env: Record<string, string>): string => {
  try {
    config(env)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
  return ''
}

t.test('without variables: loopback, SQLite, sandbox', async (t) => {
  const found = config({})
  t.match(found, {
    host: '127.0.0.1',
    port: 8080,
    database: { kind: 'sqlite' },
    mail: 'sandbox',
    insecureHttp: false,
  })
  t.equal(found.publicUrl, undefined)
  t.match(found.stateDir, /\/var$/)
  t.equal(config({ MC_PORT: '' }).port, 8080, 'an empty value is none')
})

t.test('a bad value is one line that names it and what is allowed', async (t) => {
  for (const [name, value, words] of [
    ['MC_PORT', '0', /1 to 65535/],
    ['MC_PORT', '80a', /1 to 65535/],
    ['MC_PORT', '65536', /1 to 65535/],
    ['MC_HOST', 'a b', /IP address or a host name/],
    ['MC_HOST', '127.0.0.1:80', /without a port/],
    ['MC_MAIL', 'production', /"sandbox", "systemd" or "none"/],
    ['MC_MAIL_PORT_BASE', '-1', /0 to 8577/],
    ['MC_MAIL_PORT_BASE', '8578', /0 to 8577/],
    ['MC_PUBLIC_URL', 'panel.example.com', /origin such as/],
    ['MC_PUBLIC_URL', 'https://panel.example.com/path', /without path/],
    ['MC_PUBLIC_URL', 'ftp://panel.example.com', /origin/],
    ['MC_INSECURE_HTTP', 'yes', /1 or 0/],
    ['MC_METRICS_LISTEN', '9100', /address:port/],
    ['MC_STATE_DIR', 'x'.repeat(300), /200 characters/],
  ] as const) {
    const message = refusal({ [name]: value })
    t.match(message, words, `${name}=${value}`)
    t.ok(message.startsWith(`${name}="${value}" `), 'names variable and value')
    t.notMatch(message, /\n/, 'one line')
  }
  const two = refusal({ MC_PORT: 'x', MC_MAIL: 'x' })
  t.equal(two.split('\n').length, 2, 'each bad value has its line')
})

t.test('secrets are not repeated', async (t) => {
  const url = refusal({ MC_DATABASE_URL: 'mysql://mc:hunter2@/' })
  t.match(url, /^MC_DATABASE_URL must have the form mysql:\/\/user:password@host/)
  t.notMatch(url, /hunter2/)
  t.notMatch(refusal({ MC_DATABASE_URL: 'postgres://mc:hunter2@db/x' }), /hunter2/)
  t.notMatch(refusal({ MC_SETUP_TOKEN: 'too-short' }), /too-short/)
  t.notMatch(refusal({ MC_PUBLIC_URL: 'https://mc:hunter2@panel.example' }), /hunter2/)
})

t.test('no passwords over an open network without somebody saying so', async (t) => {
  const open = { MC_HOST: '0.0.0.0' }
  t.match(refusal(open), /unencrypted.*MC_PUBLIC_URL.*MC_INSECURE_HTTP=1/)
  t.match(refusal({ MC_HOST: 'panel.example.com' }), /unencrypted/)
  t.match(refusal({ ...open, MC_PUBLIC_URL: 'http://panel.example.com' }), /unencrypted/)
  t.equal(refusal({ ...open, MC_PUBLIC_URL: 'https://panel.example.com' }), '')
  t.equal(refusal({ ...open, MC_INSECURE_HTTP: '1' }), '')
  for (const MC_HOST of ['127.0.0.1', '127.1.2.3', '::1', 'localhost']) {
    t.equal(refusal({ MC_HOST }), '', MC_HOST)
  }
})

t.test('the secret', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'mc-secret-'))
  t.teardown(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'secret')
  const secret = loadSecret(file)
  t.equal(secret.length, 32)
  t.equal(statSync(file).mode & 0o777, 0o600)
  t.same(loadSecret(file), secret, 'is made once')
  t.notSame(deriveKey(secret, 'session'), deriveKey(secret, 'other'), 'a key for each purpose')
  t.notMatch(readFileSync(file, 'utf8'), deriveKey(secret, 'session').toString('hex'))
  rotateSecret(file)
  t.notSame(loadSecret(file), secret)
  writeFileSync(file, 'damaged')
  t.throws(() => loadSecret(file), /damaged/)
  t.equal(readFileSync(file, 'utf8'), 'damaged', 'is not replaced silently')
  t.ok(sameSecret('a', 'a'))
  t.notOk(sameSecret('a', 'ab'))
})
