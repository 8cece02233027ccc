import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'

const tests = fileURLToPath(new URL('..', import.meta.url))

t.test('every test that the table of old weaknesses names is there', async (t) => {
  const rows = readFileSync(`${tests}README.md`, 'utf8').match(/^\| W\d.*$/gm) ?? []
  t.ok(rows.length > 30, 'the table is there')
  for (const row of rows) {
    const named = [...row.matchAll(/`([a-z]+(?:\/[a-z0-9-]+)*)`/g)].map(([, path = '']) => path)
    t.ok(named.length > 0, row)
    for (const path of named) {
      const forms = [`${tests}${path}`, `${tests}${path}.ts`, `${tests}${path}.test.ts`]
      t.ok(forms.some(existsSync), path)
    }
  }
})
