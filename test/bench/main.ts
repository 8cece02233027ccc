// npm run bench -- [--figure page,me] [--database sqlite|mariadb] [--rounds 3] [--seconds 5]
import { parseArgs } from 'node:util'
import { type Bed, makeBed } from './bed.ts'
import type { Effort, Figure, Line } from './figure.ts'
import { all } from './figures/all.ts'
import { browser } from './figures/browser.ts'
import { create } from './figures/create.ts'
import { deepPage } from './figures/deep-page.ts'
import { ingest } from './figures/ingest.ts'
import { me } from './figures/me.ts'
import { page } from './figures/page.ts'
import { queue } from './figures/queue.ts'
import { scripts } from './figures/scripts.ts'
import { search } from './figures/search.ts'
import { stack } from './figures/stack.ts'
import { start } from './figures/start.ts'
import { trace } from './figures/trace.ts'
import { benchMariadb } from './mariadb.ts'
import { report } from './report.ts'

/** `create` comes last of those on a database: it adds rows. */
const figures = {
  page,
  'deep-page': deepPage,
  search,
  me,
  all,
  start,
  browser,
  create,
  scripts,
  stack,
  queue,
  ingest,
  trace,
}
type Name = keyof typeof figures
const isName = (word: string): word is Name => Object.hasOwn(figures, word)

const { values } = parseArgs({
  options: {
    figure: { type: 'string', default: Object.keys(figures).join(',') },
    database: { type: 'string', default: 'sqlite,mariadb' },
    rounds: { type: 'string', default: '3' },
    seconds: { type: 'string', default: '5' },
  },
})
const wanted = values.figure.split(',')
const unknown = wanted.filter((word) => !isName(word))
if (unknown.length > 0) {
  throw new Error(`no figure ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}`)
}
const effort: Effort = { rounds: Number(values.rounds), seconds: Number(values.seconds) }
const say = (text: string): void => void process.stderr.write(`${text}\n`)

const tried = async (name: Name, measure: () => Promise<Line[]>): Promise<Line[]> => {
  say(`… ${name}`)
  try {
    return await measure()
  } catch (error) {
    const note = error instanceof Error ? error.message : String(error)
    return [{ figure: name, measured: 'not measured', target: '', ok: false, note }]
  }
}

const chosen = (on: Figure['on']): Name[] =>
  wanted.filter(isName).filter((name) => figures[name].on === on)

const onBed = async (bed: Bed): Promise<Line[]> => {
  const lines: Line[] = []
  for (const name of chosen('database')) {
    const figure = figures[name]
    if (figure.on === 'database')
      lines.push(...(await tried(name, () => figure.measure(bed, effort))))
  }
  return lines
}

const onDatabase = async (kind: string): Promise<Line[]> => {
  say(`${kind}: 1,000 domains, 100,000 mailboxes, 50,000 aliases`)
  await using server = kind === 'mariadb' ? await benchMariadb() : undefined
  const bed = await makeBed(server?.url)
  try {
    return await onBed(bed)
  } finally {
    await bed.close()
  }
}

const lines: Line[] = []
if (chosen('database').length > 0) {
  for (const kind of values.database.split(',')) lines.push(...(await onDatabase(kind)))
}
for (const name of chosen('once')) {
  const figure = figures[name]
  if (figure.on === 'once') lines.push(...(await tried(name, () => figure.measure(effort))))
}
console.log(report(lines))
process.exitCode = lines.every((line) => line.ok) ? 0 : 1
