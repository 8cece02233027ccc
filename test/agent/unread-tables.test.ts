import { reloadTables, writeDomainTables } from '@mc/server/agent/mailstack/domain-tables.ts'
import { ensureFolders } from '@mc/server/agent/mailstack/folders.ts'
import type { ProgramInfo } from '@mc/server/agent/managers/manager.ts'
import t, { type Test } from 'tap'
import { agentDeps } from '../helpers/agent-deps.ts'

const running: ProgramInfo = { name: 'unbound', state: 'running', pid: 7, uptime: 60, reason: '' }
const settings = {
  hostname: 'mail.host.test',
  postmaster_address: null,
  public_addresses: ['192.0.2.10'],
  message_size_limit: 26_214_400,
  certificate: { source: 'self-signed' as const },
}

/** An agent whose resolver runs but takes no order, so that each reading of its zones is a restart. */
const setUp = async (t: Test) => {
  const restarts: string[] = []
  const { with: deps, layout } = agentDeps(t)
  await ensureFolders(layout)
  const parts = deps({ 'unbound-control': '/bin/false' })
  let programs = [running]
  let fails = false
  const manager = {
    ...parts.manager,
    list: async () => programs,
    restart: async (name: string) => {
      if (fails) throw new Error('The manager does not answer.')
      restarts.push(name)
    },
  }
  return {
    deps: { ...parts, manager },
    restarts,
    become: (now: ProgramInfo[]) => {
      programs = now
    },
    failing: (now: boolean) => {
      fails = now
    },
  }
}

t.test('zones that one step has written are read by the next one that reloads', async (t) => {
  const { deps, restarts } = await setUp(t)
  await writeDomainTables(deps, settings, [])
  await writeDomainTables(deps, settings, [])
  t.same(restarts, [], 'writing tells nobody yet')
  await reloadTables(deps)
  t.same(restarts, ['unbound'])
  await reloadTables(deps)
  await writeDomainTables(deps, settings, [])
  await reloadTables(deps)
  t.same(restarts, ['unbound'], 'what was read is not read again')
})

t.test('a reload that fails is owed still', async (t) => {
  const { deps, restarts, failing } = await setUp(t)
  await writeDomainTables(deps, settings, [])
  failing(true)
  await t.rejects(reloadTables(deps), /does not answer/)
  failing(false)
  await reloadTables(deps)
  t.same(restarts, ['unbound'])
})

t.test('a daemon that does not run reads them at its start', async (t) => {
  const { deps, restarts, become } = await setUp(t)
  become([])
  await writeDomainTables(deps, settings, [])
  await reloadTables(deps)
  become([running])
  await reloadTables(deps)
  t.same(restarts, [])
})
