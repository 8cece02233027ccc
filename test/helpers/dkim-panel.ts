import { dkimValue } from '@mc/shared/dkim-record'
import type { Test } from 'tap'
import { buildTestApp } from './app.ts'
import { objectsOf } from './objects.ts'
import { madeKeys, scriptedAgent } from './scripted-agent.ts'

/** An agent that does what is asked. */
export const good = {
  'domains.apply': () => ({ domains: 0, unusable: [] }),
  'dkim.make': madeKeys,
  'sessions.end': () => ({ ended: 0 }),
}

/** The whole panel with an agent and a DNS in the hands of the test. */
export const dkimPanel = async (t: Test) => {
  const script = scriptedAgent()
  const app = await buildTestApp(t, { change: script.change })
  t.teardown(() => app.deps.machine.stop())
  script.answer(good)
  const admin = await app.as('admin')
  /** What a well-kept zone has: every key that the panel knows. */
  const publishAll = async () => {
    const rows = await app.deps.db.panel.selectFrom('dkim_keys').selectAll().execute()
    const zone = new Map(
      rows.map((row) => [
        `${row.selector}._domainkey.${row.domain}`,
        dkimValue(row.algorithm, row.public_key),
      ]),
    )
    script.dns((name) => {
      const value = zone.get(name)
      return value === undefined ? [] : [value]
    })
  }
  const keys = async (domain = 'a.example') =>
    (await admin.call('GET /dkim', { query: { domain, sort: 'id' } })).body.data
  const states = async () => (await keys()).map(({ selector, state }) => `${selector} ${state}`)
  const actions = async () => {
    const rows = await app.deps.db.panel.selectFrom('audit').selectAll().execute()
    return rows
      .filter(({ action }) => action.startsWith('dkim.'))
      .map(({ action, outcome }) => `${action} ${outcome}`)
  }
  return { ...app, ...script, admin, make: objectsOf(admin), publishAll, keys, states, actions }
}

/** For `PATCH /dkim/{id}`. */
export const activate = (id: number, force?: boolean) =>
  ({
    params: { id },
    body: { state: 'active', ...(force === undefined ? {} : { force }) },
  }) as const
