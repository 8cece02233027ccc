import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type MailSettings, type OpInput, ops } from '@mc/shared/ops'
import { DKIM } from '@mc/shared/rules'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDeps } from '../deps.ts'
import { writeAtomic } from './files.ts'

export type Domains = OpInput<'domains.apply'>['domains']

const ROOT_ONLY = { mode: 0o600, uid: 0, gid: 0 }

/** What was applied last, or undefined when nothing was, or when an older release wrote what this one does not take. */
const load = async (deps: AgentDeps, name: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(join(deps.layout.agent.desired, name), 'utf8'))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      deps.log.warn({ err: error, name }, 'the last desired state cannot be read')
    }
    return undefined
  }
}

const save = async ({ layout }: AgentDeps, name: string, value: unknown): Promise<void> => {
  await mkdir(layout.agent.desired, { recursive: true, mode: 0o700 })
  await writeAtomic(join(layout.agent.desired, name), JSON.stringify(value), ROOT_ONLY)
}

const matching = <T extends TSchema>(schema: T, value: unknown) =>
  Value.Check(schema, value) ? value : undefined

/** The settings applied last: the stack starts with them without the panel. */
export const loadSettings = async (deps: AgentDeps): Promise<MailSettings | undefined> =>
  matching(ops['stack.apply'].input, await load(deps, 'settings.json'))

export const saveSettings = (deps: AgentDeps, settings: MailSettings): Promise<void> =>
  save(deps, 'settings.json', settings)

/** As releases until 0.1 saved them: names, each with one key of this selector. */
const Names = Type.Object({ domains: Type.Array(Type.String()) })

/** The domains applied last. */
export const loadDomains = async (deps: AgentDeps): Promise<Domains> => {
  const saved = await load(deps, 'domains.json')
  const state = matching(ops['domains.apply'].input, saved)
  if (state) return state.domains
  const names = matching(Names, saved)?.domains ?? []
  return names.map((name) => ({
    name,
    keys: [{ selector: DKIM.firstSelector, state: 'active' }],
  }))
}

export const saveDomains = (deps: AgentDeps, domains: Domains): Promise<void> =>
  save(deps, 'domains.json', { domains })
