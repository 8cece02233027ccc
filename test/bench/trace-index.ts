import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { mailLog } from '../helpers/mail-log.ts'
import { endIngestChild, lastLine, startIngestChild } from '../helpers/trace-index.ts'
import { until } from '../helpers/until.ts'
import type { Effort } from './figure.ts'
import { cpuSeconds, memoryMb } from './processes.ts'

const DAY_MS = 86_400_000
const DAYS = 30

/** How the log of 30 days was read in, and where its index is. */
export interface IndexBed {
  readonly index: string
  readonly lines: number
  /** Of the wall clock, and of one processor. */
  readonly perSecond: number
  readonly perCpuSecond: number
  /** MB after a fifth of the lines, and at the highest. */
  readonly early: number
  readonly peak: number
  readonly load: number
}

const writeLog = async (file: string, lines: number): Promise<void> => {
  const out = createWriteStream(file)
  const to = Date.now()
  const kind = {
    seed: 1,
    lines,
    from: to - DAYS * DAY_MS,
    to,
    mailboxes: 20_000,
    strangers: 300_000,
  }
  let text = ''
  for (const line of mailLog(kind)) {
    text += `${line}\n`
    if (text.length < 1_000_000) continue
    if (!out.write(text)) await once(out, 'drain')
    text = ''
  }
  out.end(text)
  await once(out, 'finish')
}

const build = async (lines: number): Promise<IndexBed> => {
  const dir = mkdtempSync(join(tmpdir(), 'mc-bench-trace-'))
  process.once('exit', () => rmSync(dir, { recursive: true, force: true }))
  const log = join(dir, 'mail.log')
  const index = join(dir, 'trace.sqlite')
  await writeLog(log, lines)
  const child = startIngestChild(log, index)
  const pid = child.pid ?? 0
  const patience = 1_800_000
  const seen = (share: number) => lastLine(index) >= lines * share || undefined
  await until('the first lines are read', patience, () => seen(1 / lines))
  const began = { wall: performance.now(), cpu: cpuSeconds(pid), lines: lastLine(index) }
  await until('a fifth is read', patience, () => seen(0.2))
  const early = memoryMb(pid, 'VmRSS')
  await until('all is read', patience, () => seen(1))
  const read = lines - began.lines
  const perSecond = (read * 1000) / (performance.now() - began.wall)
  const perCpuSecond = read / (cpuSeconds(pid) - began.cpu)
  const peak = memoryMb(pid, 'VmHWM')
  await endIngestChild(child, 'SIGTERM')
  return { index, lines, perSecond, perCpuSecond, early, peak, load: loadavg()[0] ?? 0 }
}

let bed: Promise<IndexBed> | undefined

/** A million lines for each second of effort, 5,000,000 as a rule; made once for all figures. */
export const indexBed = ({ seconds }: Effort): Promise<IndexBed> => {
  bed ??= build(Math.round(seconds * 1_000_000))
  return bed
}
