import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

// What each entry and page costs before its first use: gzip bytes of its scripts with all they import statically.

interface Chunk {
  file: string
  imports?: string[]
  isEntry?: boolean
}

const dist = new URL('dist/', import.meta.url)
const manifest: Record<string, Chunk> = JSON.parse(
  readFileSync(new URL('.vite/manifest.json', dist), 'utf8'),
)

/** Bytes. */
const budgets = { login: 95_000, page: 175_000 }

const closure = (keys: readonly string[]): ReadonlySet<string> => {
  const files = new Set<string>()
  const walk = (key: string) => {
    const chunk = manifest[key]
    if (!chunk || files.has(chunk.file)) return
    files.add(chunk.file)
    for (const other of chunk.imports ?? []) walk(other)
  }
  for (const key of keys) walk(key)
  return files
}

const weigh = (files: ReadonlySet<string>) =>
  [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(new URL(file, dist))).length, 0)

const pages = Object.keys(manifest).filter((key) =>
  /^src\/features\/([^/]+\/)+page\.tsx$/.test(key),
)
const rows = [
  { name: 'login.html', bytes: weigh(closure(['login.html'])), budget: budgets.login },
  ...pages.map((page) => ({
    name: page,
    bytes: weigh(closure(['index.html', page])),
    budget: budgets.page,
  })),
]

for (const { name, bytes, budget } of rows) {
  const over = bytes > budget
  console.log(
    `${(bytes / 1000).toFixed(1).padStart(7)} kB of ${budget / 1000}  ${name}${over ? '  TOO MUCH' : ''}`,
  )
  if (over) process.exitCode = 1
}
if (pages.length === 0) throw new Error('no pages in the manifest: build the page first')
