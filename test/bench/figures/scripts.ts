import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { atMost, type Figure } from '../figure.ts'

const dist = fileURLToPath(new URL('../../../web/dist/', import.meta.url))
const read = (file: string): string => readFileSync(dist + file, 'utf8')
const kb = (files: ReadonlySet<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(read(file)).length, 0) / 1000

/** Scripts and preloads that a document names. */
const scriptsOf = (html: string): string[] =>
  [...read(html).matchAll(/(?:src|href)="\/([^"]+\.js)"/g)].map((match) => match[1] ?? '')

/** What a built module imports: at once, or when its code asks for it. */
const importsOf = (file: string, when: 'static' | 'dynamic'): string[] => {
  const pattern =
    when === 'static'
      ? /(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/g
      : /\bimport\(\s*["'`](\.{1,2}\/[^"'`]+\.js)["'`]\s*\)/g
  return [...read(file).matchAll(pattern)].map((match) =>
    posix.join(posix.dirname(file), match[1] ?? ''),
  )
}

/** The modules that load before the first line of these runs. */
const closure = (files: readonly string[], known: ReadonlySet<string> = new Set()): Set<string> => {
  const found = new Set(known)
  const visit = (file: string): void => {
    if (found.has(file)) return
    found.add(file)
    for (const next of importsOf(file, 'static')) visit(next)
  }
  for (const file of files) visit(file)
  return found
}

const isChart = (file: string): boolean => /chart/i.test(posix.basename(file))

/** Gzip sizes of the built page: entries with all that they import, and the heaviest page on top of the app. */
export const scripts: Figure = {
  on: 'once',
  measure: async () => {
    const login = closure(scriptsOf('login.html'))
    const app = closure(scriptsOf('index.html'))
    const lazy = [...new Set([...app].flatMap((file) => importsOf(file, 'dynamic')))]
    const pages = lazy
      .filter((file) => !isChart(file))
      .map((file) => ({ file, size: kb(closure([file], app)) }))
    const heaviest = pages.toSorted((a, b) => b.size - a.size)[0]
    const charts = readdirSync(`${dist}assets`)
      .map((file) => `assets/${file}`)
      .filter((file) => file.endsWith('.js') && isChart(file))
    const more = charts.map((file) => kb(closure([file], app)) - kb(app))
    return [
      atMost('JavaScript of login, gzip', kb(login), 95, 'kB', `${login.size} files`),
      atMost('JavaScript of the app before a page, gzip', kb(app), 190, 'kB', `${app.size} files`),
      atMost(
        'JavaScript of the heaviest page, gzip',
        heaviest?.size ?? kb(app),
        190,
        'kB',
        heaviest?.file,
      ),
      ...(more.length === 0
        ? []
        : [atMost('Charts after first paint, gzip', Math.max(...more), 110, 'kB')]),
    ]
  },
}
