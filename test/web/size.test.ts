import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import t from 'tap'

t.test('each entry and page is within what it may weigh', async (t) => {
  const script = fileURLToPath(new URL('../../web/size.ts', import.meta.url))
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], { encoding: 'utf8' })
  t.match(stdout, /login\.html[\s\S]*features\/queue\/page\.tsx/, stderr)
  t.equal(status, 0, stdout)
})
