import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AgentDeps } from '@mc/server/agent/deps.ts'
import type { Manager } from '@mc/server/agent/managers/manager.ts'
import { createRun, createRunStream } from '@mc/server/agent/run.ts'
import type { Programs } from '@mc/server/layout/programs.ts'
import { sandboxLayout } from '@mc/server/layout/sandbox.ts'
import Fastify from 'fastify'
import type { Test } from 'tap'

const nothing = async (): Promise<void> => {}

/** The manager of a machine on which no mail daemon runs. */
const idle: Manager = {
  list: async () => [],
  usage: async () => new Map(),
  follow: async () => async () => [],
  apply: nothing,
  start: nothing,
  stop: nothing,
  restart: nothing,
  signal: nothing,
}

/** The agent's parts on a state folder of their own, with real programs; `with` puts other ones in their place. */
export const agentDeps = (t: Test) => {
  const state = mkdtempSync(join(tmpdir(), 'mc-agent-'))
  t.teardown(() => rmSync(state, { recursive: true, force: true }))
  chmodSync(state, 0o755)
  const layout = sandboxLayout(state, 0)
  mkdirSync(layout.agent.dir, { recursive: true, mode: 0o700 })
  const replaced = (programs: Partial<Programs>): AgentDeps => ({
    layout,
    run: createRun({ ...layout.programs, ...programs }),
    stream: createRunStream({ ...layout.programs, ...programs }),
    manager: idle,
    log: Fastify().log,
    databaseUrl: undefined,
    unread: new Set(),
  })
  return { state, layout, deps: replaced({}), with: replaced }
}
