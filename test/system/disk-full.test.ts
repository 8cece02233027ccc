import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { arrive, received, subjectOf, submit } from '../helpers/mail-client.ts'
import { launchMc } from '../helpers/mc.ts'
import { until } from '../helpers/until.ts'

t.setTimeout(600_000)

const MB = 1024 * 1024

/** A disk of its own for the state folder, gone with the test. */
const smallDisk = (t: Test, megabytes: number): string => {
  const folder = mkdtempSync('/tmp/mc-disk-')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder])
  t.teardown(() => {
    execFileSync('umount', ['--lazy', folder])
    rmdirSync(folder)
  })
  return folder
}

const disk = smallDisk(t, 192)
const bed = await startMailBed(t, 'sqlite', { stateDir: join(disk, 'state') })
const filler = join(disk, 'filler')

/** Leaves so many bytes of the disk. */
const leave = (bytes: number): void => {
  rmSync(filler, { force: true })
  const { bavail, bsize } = statfsSync(disk)
  writeFileSync(filler, Buffer.alloc(bavail * bsize - bytes))
}

/** Takes the last bytes too, which daemons may have given back meanwhile. */
const fill = (): void => {
  leave(MB)
  const end = Buffer.alloc(4096)
  try {
    for (;;) writeFileSync(filler, end, { flag: 'a' })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}

t.test('before the disk is full mail is deferred, and nothing is refused for good', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  leave(20 * MB)
  t.match(await arrive(bed, email, 'x'), { code: 452 })
  t.match(await submit(bed, { user: email }, { to: email, subject: 'x' }), { code: 452 })
  rmSync(filler)
  const subject = subjectOf('room again')
  await until('there is room again', 60_000, async () => {
    return (await arrive(bed, email, subject)).code === 250
  })
  await received(bed, email, subject)
})

t.test('on a full disk the panel is read, changes nothing and says why', async (t) => {
  const { name } = await bed.freshDomain()
  const { email } = await bed.mailbox(`anna@${name}`)
  fill()
  const refused = await bed.call('POST /domains', { body: { name: 'wide.test' } })
  t.match(refused, { status: 503, body: { error: /disk .* is full; nothing was changed/ } })
  t.match(await launchMc(bed.panel, ['domains', 'create', 'wide.test']), {
    code: 1,
    stderr: /disk .* is full; nothing was changed/,
  })
  const { body } = await bed.call('GET /domains', { query: { search: 'wide' } })
  t.same(body.data, [])
  t.equal((await bed.call('GET /auth/me')).status, 200)
  t.match(await arrive(bed, email, 'x'), { code: 452 })
  rmSync(filler)
  await bed.domain('wide.test')
  const subject = subjectOf('all is well')
  t.match(await arrive(bed, email, subject), { code: 250 })
  await received(bed, email, subject)
})
