import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailSettings } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'
import { ensureCertificate } from './certificate.ts'
import { loadDomains } from './desired.ts'
import { ensureKeys } from './dkim-keys.ts'
import { reloadTables, writeDomainTables } from './domain-tables.ts'
import { ensureFolders } from './folders.ts'
import { install, isInstalled, stage } from './install.ts'
import { lookupSource } from './lookup-readers.ts'
import { unanswering } from './observe.ts'
import { type Part, parts } from './parts.ts'
import type { RenderInput } from './rendered.ts'
import { writeResolver } from './resolver.ts'
import { stagedLayout } from './staging.ts'
import { removeStale } from './stale.ts'

const renderInput = async (deps: AgentDeps, settings: MailSettings): Promise<RenderInput> => {
  const folder = deps.layout.stack.system.spamassassinPlugins
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pre')).sort()
  return {
    layout: deps.layout,
    settings,
    lookup: await lookupSource(deps),
    spamassassinPlugins: await Promise.all(
      names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    ),
  }
}

const dovecotRelease = async ({ run }: AgentDeps): Promise<string> => {
  const { stdout } = await run('dovecot', ['--version'])
  const release = /^\d+\.\d+(\.\d+)*/.exec(stdout)?.[0]
  if (release === undefined) throw new Error('dovecot --version names no release')
  return release
}

const changedParts = async (deps: AgentDeps, all: readonly Part[], input: RenderInput) => {
  const changed: Part[] = []
  for (const part of all) {
    const same = await Promise.all(part.files(input).map((file) => isInstalled(deps.layout, file)))
    if (same.includes(false)) changed.push(part)
  }
  return changed
}

/** Every checker speaks before anything is installed: a refusal changes nothing. */
const checkAll = async (
  deps: AgentDeps,
  changed: readonly Part[],
  input: RenderInput,
): Promise<void> => {
  const staged = { ...input, layout: stagedLayout(deps.layout) }
  for (const part of changed) {
    await stage(staged.layout, part.files(staged))
    await part.check(deps, staged)
  }
}

const running = async ({ manager }: AgentDeps, among: readonly Part[]): Promise<Part[]> => {
  const programs = await manager.list()
  return among.filter(({ name }) =>
    programs.some((program) => program.name === name && program.state === 'running'),
  )
}

/** Lets running daemons take over what was installed and waits until they answer again. */
const takeOver = async (deps: AgentDeps, changed: readonly Part[]): Promise<void> => {
  const live = await running(deps, changed)
  for (const part of live) await part.reload(deps)
  if (live.length === 0) return
  const names = live.map(({ name }) => name)
  const complaint = await unanswering(deps, names)
  if (complaint === undefined) return
  throw new OpFailure(
    'apply_failed',
    `The new configuration passed its checks, but then: ${complaint} The old one was put back for ${names.join(', ')}.`,
  )
}

const installAll = async (
  deps: AgentDeps,
  changed: readonly Part[],
  input: RenderInput,
): Promise<void> => {
  const undo: (() => Promise<void>)[] = []
  try {
    for (const part of changed) {
      undo.push(await install(deps.layout, part.files(input)))
      await part.afterInstall?.(deps)
    }
    await takeOver(deps, changed)
  } catch (error) {
    for (const putBack of undo.reverse()) await putBack()
    for (const part of await running(deps, changed)) {
      await part.reload(deps).catch((err) => deps.log.error({ err }, `${part.name} reload`))
    }
    throw error
  }
}

/** Both serve the certificate; they read it when they start or are reloaded. */
const SERVES_CERTIFICATE = ['dovecot', 'postfix']

/**
 * Brings the whole mail stack to these settings: render, let each daemon's checker judge a complete new set, install,
 * reload, watch, and put the old files back when one of them does not come up with the new ones. What stands already
 * is neither checked nor reloaded.
 * @returns the daemons that were changed, and `certificate` when a new one was made
 * @throws OpFailure configuration_refused (nothing changed), apply_failed (put back), certificate_not_made
 */
export const applyStack = async (
  deps: AgentDeps,
  settings: MailSettings,
): Promise<{ changed: string[] }> => {
  await ensureFolders(deps.layout)
  await removeStale(deps)
  await writeResolver(deps.layout)
  const domains = await loadDomains(deps)
  await ensureKeys(deps, domains)
  const tables = await writeDomainTables(deps, settings, domains)
  const newCertificate = await ensureCertificate(deps, settings)
  const input = await renderInput(deps, settings)
  const all = parts(await dovecotRelease(deps))
  const changed = await changedParts(deps, all, input)
  if (changed.length > 0) {
    try {
      await checkAll(deps, changed, input)
    } finally {
      await removeStaging(deps)
    }
    await installAll(deps, changed, input)
  }
  await reloadTables(deps, tables)
  if (newCertificate) {
    const left = all.filter(({ name }) => SERVES_CERTIFICATE.includes(name))
    await takeOver(
      deps,
      left.filter((part) => !changed.includes(part)),
    )
  }
  const names = changed.map(({ name }) => name)
  return { changed: newCertificate ? ['certificate', ...names] : names }
}

const removeStaging = async ({ layout }: AgentDeps): Promise<void> => {
  const { postfix, dovecot, opendkim, spamd, unbound, rsyslog } = stagedLayout(layout).stack
  for (const { config } of [postfix, dovecot, opendkim, spamd, unbound, rsyslog]) {
    await rm(config, { recursive: true, force: true })
  }
}
