import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { result } from '../../helpers/child.ts'
import { launch } from '../../helpers/panel.ts'
import { freePort, freePortBase } from '../../helpers/ports.ts'

const folder = mkdtempSync('/tmp/mc-environment-')
t.teardown(() => rmSync(folder, { recursive: true, force: true }))
const usual = {
  MC_STATE_DIR: join(folder, 'state'),
  MC_PORT: String(await freePort()),
  MC_MAIL_PORT_BASE: String(await freePortBase()),
}

const bad: readonly (readonly [string, string, RegExp])[] = [
  ['MC_HOST', 'no host', /MC_HOST/],
  ['MC_HOST', '0.0.0.0', /MC_INSECURE_HTTP=1/],
  ['MC_PORT', '0', /whole number from 1 to 65535/],
  ['MC_PORT', '80a', /whole number/],
  ['MC_MAIL', 'yes', /"sandbox" nor "none"/],
  ['MC_MAIL_PORT_BASE', '8578', /from 0 to 8577/],
  ['MC_SETUP_TOKEN', 'short', /20 to 256/],
  ['MC_PUBLIC_URL', 'panel.example', /MC_PUBLIC_URL/],
  ['MC_INSECURE_HTTP', 'yes', /1 or 0/],
  ['MC_METRICS_LISTEN', '9100', /address:port/],
  ['MC_DATABASE_URL', 'postgres://me:secret@here/db', /mysql:\/\//],
  ['MC_STATE_DIR', '/', /would hold the checkout/],
  ['MC_PROT', '8080', /no setting of Mission Control/],
]

for (const [name, value, words] of bad) {
  t.test(`${name}=${value} stops the start with one line`, async (t) => {
    const { code, stderr } = await result(launch({ env: { ...usual, [name]: value } }).child)
    t.equal(code, 1)
    t.match(stderr, /^mission-control: [^\n]+\n$/, 'one line')
    t.match(stderr, words)
    t.notMatch(stderr, /secret/, 'and no password in it')
    t.notOk(existsSync(join(usual.MC_STATE_DIR, 'sandbox')), 'nothing was started')
  })
}

t.test('a folder with other files is not taken for a state folder', async (t) => {
  const other = join(folder, 'papers')
  rmSync(other, { recursive: true, force: true })
  mkdirSync(other)
  writeFileSync(join(other, 'letter.txt'), 'Dear all')
  const { code, stderr } = await result(launch({ env: { ...usual, MC_STATE_DIR: other } }).child)
  t.equal(code, 1)
  t.match(stderr, /holds other files and is no state folder/)
})
