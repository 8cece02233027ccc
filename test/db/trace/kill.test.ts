import {
  appendFileSync,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { mailLog, random } from '../../helpers/mail-log.ts'
import {
  endIngestChild,
  everyRow,
  lastLine,
  startIngestChild,
  untilLine,
} from '../../helpers/trace-index.ts'
import { until } from '../../helpers/until.ts'

t.setTimeout(300_000)

const LINES = 40_000
const KILLS = 8
const lines = [
  ...mailLog({
    seed: 7,
    lines: LINES,
    from: Date.now() - 3_600_000,
    to: Date.now(),
    mailboxes: 50,
    strangers: 400,
  }),
]

/** The log as daemons and logrotate(8) treat it: pieces that end anywhere, renamed, copied and truncated, packed. */
const writer = (log: string) => {
  const text = Buffer.from(`${lines.join('\n')}\n`)
  let written = 0
  let rotations = 0
  const write = (file: string, bytes: number): void => {
    appendFileSync(file, text.subarray(written, written + bytes))
    written = Math.min(text.length, written + bytes)
  }
  const endOfLine = (): number => Math.max(0, text.indexOf(10, written) + 1 - written)
  const kept: string[] = []
  return {
    /** How much of all has been written, 0 to 1. */
    part: () => written / text.length,
    write: (bytes: number) => write(log, bytes),
    /** Renamed, still written to for a while, then made anew. */
    rename: (): void => {
      rotations += 1
      const old = `${log}-${1000 + rotations}`
      renameSync(log, old)
      write(old, 5000)
      write(old, endOfLine())
      writeFileSync(log, '')
      kept.push(old)
    },
    copy: (): void => {
      rotations += 1
      write(log, endOfLine())
      const old = `${log}-${1000 + rotations}`
      copyFileSync(log, old)
      truncateSync(log)
      kept.push(old)
    },
    /** Packs what was rotated before the last time, as `delaycompress` does. */
    pack: (): void => {
      const old = kept.length > 1 ? kept.shift() : undefined
      if (old === undefined) return
      writeFileSync(`${old}.gz`, gzipSync(readFileSync(old)))
      rmSync(old)
    },
  }
}

t.test('killed anywhere, through rotation of every kind, the index is the same', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-trace-'))
  t.teardown(() => rmSync(dir, { recursive: true, force: true }))
  const plainLog = join(dir, 'plain.log')
  const plainIndex = join(dir, 'plain/trace.sqlite')
  writeFileSync(plainLog, `${lines.join('\n')}\n`)
  const plain = startIngestChild(plainLog, plainIndex)
  t.teardown(() => endIngestChild(plain, 'SIGKILL'))
  await untilLine(plainIndex, LINES)
  await endIngestChild(plain, 'SIGTERM')

  const log = join(dir, 'mail.log')
  const index = join(dir, 'killed/trace.sqlite')
  const daemon = writer(log)
  daemon.write(100)
  let child = startIngestChild(log, index)
  t.teardown(() => endIngestChild(child, 'SIGKILL'))
  const seed = Date.now()
  t.comment(`seed ${seed}`)
  const next = random(seed)
  let kills = 0
  let seen = 0
  for (let round = 1; daemon.part() < 1; round += 1) {
    daemon.write(20_000 + Math.floor(next() * 60_000))
    if (round % 6 === 0) daemon.rename()
    if (round % 6 === 3) daemon.copy()
    if (round % 5 === 0) daemon.pack()
    await delay(next() * 60)
    if (kills >= KILLS || daemon.part() < (kills + 1) / (KILLS + 1)) continue
    await until('it has read on', 60_000, () => lastLine(index) > seen)
    // Somewhere between two commits, or in the middle of one.
    await delay(next() * 40)
    await endIngestChild(child, 'SIGKILL')
    seen = lastLine(index)
    kills += 1
    child = startIngestChild(log, index)
  }
  await untilLine(index, LINES)
  await endIngestChild(child, 'SIGTERM')
  t.equal(kills, KILLS)

  const expected = everyRow(plainIndex)
  const found = everyRow(index)
  for (const [table, rows] of Object.entries(expected)) {
    t.ok(rows.length > 0, `${table} has rows`)
    t.equal(found[table]?.length, rows.length, `rows of ${table}`)
    t.equal(
      found[table]?.findIndex((row, i) => row !== rows[i]),
      -1,
      `${table} is the same row by row`,
    )
  }
})

t.test(
  'rotated several times between two looks, and empty now, it is read to its end',
  async (t) => {
    const dir = mkdtempSync(join(tmpdir(), 'mc-trace-'))
    t.teardown(() => rmSync(dir, { recursive: true, force: true }))
    const log = join(dir, 'mail.log')
    const index = join(dir, 'index/trace.sqlite')
    const text = (from: number, to: number) => `${lines.slice(from, to).join('\n')}\n`
    writeFileSync(log, text(0, 10))
    const child = startIngestChild(log, index)
    t.teardown(() => endIngestChild(child, 'SIGKILL'))
    await untilLine(index, 10)
    renameSync(log, `${log}.3`)
    writeFileSync(log, text(10, 20))
    renameSync(log, `${log}.2`)
    writeFileSync(log, text(20, 30))
    copyFileSync(log, `${log}.1`)
    truncateSync(log)
    await untilLine(index, 30)
    t.equal(lastLine(index), 30)
    appendFileSync(log, text(30, 40))
    await untilLine(index, 40)
    t.equal(lastLine(index), 40)
  },
)
