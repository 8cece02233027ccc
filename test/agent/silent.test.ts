import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname } from 'node:path'
import { layoutFor } from '@mc/server/layout/index.ts'
import { agentOf } from '@mc/server/plugins/agent.ts'
import t from 'tap'

t.test('who hears what to do and falls silent may have done it', async (t) => {
  // Short: the path of a socket may have 107 bytes.
  const stateDir = mkdtempSync('/tmp/mc-silent-')
  t.teardown(() => rmSync(stateDir, { recursive: true, force: true }))
  const layout = layoutFor({ stateDir, mailPortBase: 0 })
  mkdirSync(dirname(layout.agent.socket), { recursive: true })
  writeFileSync(layout.agent.bearer, 'secret')
  const silent = createServer((socket) => socket.on('data', () => socket.destroy()))
  await new Promise<void>((resolve) => silent.listen(layout.agent.socket, resolve))
  const agent = agentOf({ mail: 'sandbox', layout })
  const untouched = { code: 'agent_unavailable', message: /nothing was changed/, details: {} }
  await t.rejects(agent.call('queue.clear', {}), {
    code: 'agent_unavailable',
    message: /may have been done/,
    details: { outcome: 'unknown' },
  })
  await t.rejects(agent.call('queue.counts', {}), untouched, 'a look changes nothing')
  await new Promise((resolve) => silent.close(resolve))
  await t.rejects(agent.call('queue.clear', {}), untouched, 'nobody heard it')
})
