import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { gidOf, uidOf } from '@mc/server/agent/accounts.ts'
import { ensureState } from '@mc/server/agent/state.ts'
import { layoutFor } from '@mc/server/layout/index.ts'
import t, { type Test } from 'tap'

const fresh = (t: Test) => {
  const stateDir = mkdtempSync('/tmp/mc-state-')
  t.teardown(() => rmSync(stateDir, { recursive: true, force: true }))
  chmodSync(stateDir, 0o755)
  return layoutFor({ stateDir, mailPortBase: 0 })
}

/** `uid:gid mode` */
const rights = (path: string): string => {
  const { uid, gid, mode } = statSync(path)
  return `${uid}:${gid} ${(mode & 0o7777).toString(8)}`
}

/** Runs SQL with node:sqlite under another id; its exit status. */
const sqlAs = (id: number, group: number, file: string, readOnly: boolean, sql: string) => {
  const script = `
    const { DatabaseSync } = require('node:sqlite')
    process.setgroups([]); process.setgid(${group}); process.setuid(${id})
    const db = new DatabaseSync(${JSON.stringify(file)}, { readOnly: ${readOnly} })
    db.exec(${JSON.stringify(sql)})`
  return spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' })
}

t.test('owners and modes, and again when somebody changed them', async (t) => {
  const layout = fresh(t)
  const postfix = gidOf(layout, 'postfix')
  const check = () => {
    ensureState(layout)
    t.equal(rights(layout.panel.dir), '5001:5001 700')
    t.equal(rights(layout.agent.dir), '0:0 700')
    t.equal(rights(layout.agent.socketDir), '0:5001 750')
    t.equal(rights(layout.maps.dir), `0:${postfix} 751`)
    for (const side of ['', '-wal', '-shm']) {
      t.equal(rights(`${layout.maps.database}${side}`), `5001:${postfix} 640`)
    }
  }
  check()
  chmodSync(layout.panel.dir, 0o777)
  chownSync(layout.maps.database, 0, 0)
  rmSync(`${layout.maps.database}-shm`)
  check()
})

t.test('what a start without root has left is adopted', async (t) => {
  const layout = fresh(t)
  mkdirSync(layout.panel.dir)
  writeFileSync(layout.panel.database, '')
  chownSync(layout.panel.dir, 1000, 1000)
  chownSync(layout.panel.database, 1000, 1000)
  ensureState(layout)
  t.equal(rights(layout.panel.database).split(' ')[0], '5001:5001')
})

t.test(
  'the look-up file: the panel writes and cannot unlink, Postfix reads and cannot write',
  async (t) => {
    const layout = fresh(t)
    ensureState(layout)
    const file = layout.maps.database
    const uid = uidOf(layout, 'postfix') ?? 0
    const gid = gidOf(layout, 'postfix') ?? 0
    t.ok(uid > 0 && gid > 0)
    const make = 'CREATE TABLE domains (name TEXT); INSERT INTO domains VALUES (1)'
    const panel = sqlAs(5001, 5001, file, false, make)
    t.equal(panel.status, 0, panel.stderr)
    t.ok(
      existsSync(`${file}-wal`) && existsSync(`${file}-shm`),
      'its last close left the side files',
    )
    const read = sqlAs(uid, gid, file, true, 'SELECT * FROM domains')
    t.equal(read.status, 0, `Postfix reads while nobody has it open ${read.stderr}`)
    t.not(sqlAs(uid, gid, file, false, "INSERT INTO domains VALUES ('x')").status, 0)
    const stranger = sqlAs(65_534, 65_534, file, true, 'SELECT * FROM domains')
    t.not(stranger.status, 0, 'others do not read it')
    const unlink = spawnSync('setpriv', [
      ...['--reuid', '5001', '--regid', '5001', '--clear-groups', 'rm', '-f', file],
    ])
    t.not(unlink.status, 0)
    t.ok(existsSync(join(layout.maps.dir, 'mail.sqlite')))
  },
)
