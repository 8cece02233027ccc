import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MailSettings } from '@mc/shared/ops'
import type { AgentDeps } from '../deps.ts'
import { ensureCertificate } from './certificate.ts'
import { type Domains, loadDomains, loadSettings } from './desired.ts'
import { reloadTables, writeDomainTables } from './domain-tables.ts'
import { ed25519Use } from './ed25519-use.ts'
import { ensureFolders } from './folders.ts'
import { install, isInstalled, stage } from './install.ts'
import { lookupSource } from './lookup-source.ts'
import { type Part, parts } from './parts.ts'
import type { RenderInput } from './rendered.ts'
import { stagedLayout } from './staging.ts'
import { reloadQuietly, takeOver } from './take-over.ts'

const renderInput = async (deps: AgentDeps, settings: MailSettings): Promise<RenderInput> => {
  const folder = deps.layout.stack.system.spamassassinPlugins
  const names = (await readdir(folder)).filter((name) => name.endsWith('.pre')).sort()
  return {
    layout: deps.layout,
    settings,
    lookup: await lookupSource(deps),
    ed25519: ed25519Use(deps.layout),
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
  try {
    for (const part of changed) {
      await stage(staged.layout, part.files(staged))
      await part.check(deps, staged)
    }
  } finally {
    await rm(deps.layout.stack.staged, { recursive: true, force: true })
  }
}

/** They read it when they start or are reloaded. */
const servesCertificate = (name: string): boolean => name === 'dovecot' || name === 'postfix'

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
  const domains = await prepare(deps, settings)
  const input = await renderInput(deps, settings)
  const all = parts(await dovecotRelease(deps), deps.layout)
  const changed = await changedParts(deps, all, input)
  const oldCertificate = await ensureCertificate(deps, settings)
  const undo = oldCertificate === undefined ? [] : [oldCertificate]
  const touched = all.filter(
    (part) =>
      changed.includes(part) || (oldCertificate !== undefined && servesCertificate(part.name)),
  )
  try {
    await checkAll(deps, changed, input)
    for (const part of changed) {
      undo.push(await install(deps.layout, part.files(input)))
      await part.afterInstall?.(deps)
    }
    await takeOver(deps, touched)
  } catch (error) {
    for (const putBack of undo.reverse()) await putBack()
    // Nothing was installed yet when a checker refused: the daemons run on undisturbed.
    if (undo.length > 0) await reloadQuietly(deps, touched)
    throw error
  }
  await writeDomainTables(deps, settings, domains)
  await reloadTables(deps)
  const names = changed.map(({ name }) => name)
  return { changed: oldCertificate === undefined ? names : ['certificate', ...names] }
}

/** Folders and files that checkers and daemons expect to stand. @returns the domains applied last */
const prepare = async (deps: AgentDeps, settings: MailSettings): Promise<Domains> => {
  await ensureFolders(deps.layout)
  const domains = await loadDomains(deps)
  await writeDomainTables(deps, (await loadSettings(deps)) ?? settings, domains)
  return domains
}
