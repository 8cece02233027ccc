import { readdirSync } from 'node:fs'
import t from 'tap'
import { code, read, root, sources } from '../helpers/sources.ts'

/** `file:line` of each match, with the advice that the failing test prints. */
const findings = (files: readonly string[], pattern: RegExp): string[] =>
  files.flatMap((file) =>
    code(file)
      .split('\n')
      .flatMap((line, index) =>
        pattern.test(line) ? [`${file}: ~${index + 1}: ${line.trim()}`] : [],
      ),
  )

const server = sources(/^server\/(src|bin)\/.*\.ts$/)
const product = sources(/^(server|shared|web)\/.*\.tsx?$/)

t.test('process.env is read in server/src/config alone', async (t) => {
  const files = server.filter((file) => !file.startsWith('server/src/config/'))
  t.same(findings(files, /\bprocess\.env\b/), [], 'add the variable to config/env.ts')
})

t.test('paths of the mail stack stand in server/src/layout alone', async (t) => {
  const files = server.filter((file) => !file.startsWith('server/src/layout/'))
  t.same(
    findings(files, /['"`]\/(etc|usr|var|srv|run|lib)\//),
    [],
    'name the path in the layout and read it from there',
  )
})

t.test('SQL dialect words stand in server/src/db alone', async (t) => {
  const files = server.filter(
    (file) => !file.startsWith('server/src/db/') && !file.startsWith('server/src/agent/'),
  )
  t.same(
    findings(
      files,
      /\b(PRAGMA|COLLATE|ON DUPLICATE KEY|ON CONFLICT|INSERT IGNORE|AUTOINCREMENT)\b/,
    ),
    [],
    'put the difference into db/portable.ts or a dialect',
  )
})

t.test('no suppression, no any, no unfinished mark', async (t) => {
  t.same(findings(product, /\bas any\b|@ts-(ignore|expect-error|nocheck)|biome-ignore/), [])
  const marks = product.filter((file) => /\b(TODO|FIXME|XXX)\b/.test(read(file)))
  t.same(marks, [], 'finish it, or write it in the notes of the change')
})

t.test('files stay small', async (t) => {
  const sizes = product
    .filter((file) => !file.includes('/migrations/') && !file.startsWith('web/src/words/'))
    .map((file) => ({ file, lines: read(file).split('\n').length }))
  t.same(
    sizes.filter(({ lines }) => lines > 300),
    [],
    'a file over 300 lines wants splitting by what its parts do',
  )
  const long = sources(/^test\/.*\.ts$/).filter((file) => read(file).split('\n').length > 300)
  t.same(long, [], 'a test file over 300 lines wants splitting by subject')
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  t.ok(at(0.5) <= 80, `median file has ${at(0.5)} lines`)
  t.ok(at(0.9) <= 190, `90 % of the files have at most ${at(0.9)} lines`)
})

t.test('every file name is kebab-case', async (t) => {
  const names = sources(/\.(ts|tsx|mjs|css)$/).filter(
    (file) => !/^[a-z0-9.-]+$/.test(file.split('/').at(-1) ?? ''),
  )
  t.same(names, [])
})

t.test('each page has its server room', async (t) => {
  const folders = (path: string) =>
    readdirSync(`${root}${path}`, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name)
  const rooms = new Set(folders('server/src/features'))
  t.same(
    folders('web/src/features').filter((name) => !rooms.has(name)),
    [],
    'name the folder like the URL segment it shows',
  )
})
