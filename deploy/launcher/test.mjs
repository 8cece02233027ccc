import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failuresOf, listOf, textOf } from './failure-list.mjs'
import { groupsFor } from './groups.mjs'
import { debianRelease, installPackages } from './packages.mjs'
import { buildPage } from './page.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { Stop, say, warn } from './say.mjs'
import { filesBelow } from './stamp.mjs'
import { status } from './tool.mjs'

/** Seconds that one test file may take: the system tests start the whole product several times. */
const PATIENCE = '1200'

const prepare = async (group, tools, release) => {
  const folder = join('test', group.folder)
  const files = existsSync(join(root, folder))
    ? filesBelow(folder).filter((file) => file.endsWith('.test.ts'))
    : []
  if (files.length === 0) throw new Stop(`${folder} holds no test`)
  if (group.root && process.getuid() !== 0) throw new Stop('it needs root')
  if (group.packages.length > 0) {
    if (release === undefined) throw new Stop('it needs the packages of Debian 12 or 13')
    await installPackages(group.packages, join(root, 'node_modules'))
  }
  if (group.page) await buildPage(tools)
  return files
}

/** tap's own count, the last line of this form in what it wrote: `# { total: 26, pass: 25, fail: 1 }`. */
const countsIn = (file) => {
  const last =
    textOf(file)
      .match(/^# \{ total: .*\}$/gm)
      ?.at(-1) ?? ''
  const count = (name) => Number(new RegExp(`\\b${name}: (\\d+)`).exec(last)?.[1] ?? 0)
  // What was skipped did not run: it counts as failed, so that nothing is left out silently.
  return { passed: count('pass'), failed: count('fail') + count('skip') + count('todo') }
}

/** @returns how many checks passed and failed, and which failed */
const runGroup = async (group, files, { env }, folder) => {
  const written = { folder: join(folder, 'files'), output: join(folder, 'output.tap') }
  for (const path of Object.values(written)) rmSync(path, { force: true, recursive: true })
  const args = [
    '--disable-coverage',
    '--reporter=terse',
    `--timeout=${PATIENCE}`,
    `--jobs=${group.jobs ?? 1}`,
    `--output-file=${written.output}`,
    `--output-dir=${written.folder}`,
  ]
  const code = await status('tap', [...args, ...files], {
    env: { ...env, ...group.env },
    foreground: true,
  })
  const counts = countsIn(written.output)
  const failures = failuresOf(group.name, written)
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  if (counts.failed > 0 && failures.length === 0)
    failures.push(left(group, `tap ended with status ${code} and named no check; see above`))
  return { ...counts, failures }
}

/** A failure of the group itself. */
const left = (group, why) => ({ file: group.name, names: ['the group itself'], lines: [why] })

/**
 * Runs every group that need not be named, or those named; a group that cannot run is a failure.
 * Ends with what failed, and `N passed, M failed` as the last line.
 */
export const main = async (names) => {
  const tools = await toolchain()
  const release = debianRelease()
  const all = groupsFor(release)
  const groups = all.filter(({ folder, named }) =>
    names.length === 0 ? !named : names.includes(folder),
  )
  if (groups.length === 0) {
    throw new Stop(`Groups: ${[...new Set(all.map(({ folder }) => folder))].join(' ')}.`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'mission-control-test-'))
  let passed = 0
  let failed = 0
  const failures = []
  for (const group of groups) {
    say(`\n== ${group.name}`)
    try {
      const counts = await runGroup(group, await prepare(group, tools, release), tools, folder)
      passed += counts.passed
      failed += counts.failed
      failures.push(...counts.failures)
      say(`== ${group.name}: ${counts.passed} passed, ${counts.failed} failed`)
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      failed += 1
      failures.push(left(group, `it did not run: ${error.message}`))
      warn(`the group "${group.name}" did not run: ${error.message}`)
    }
  }
  rmSync(folder, { recursive: true, force: true })
  if (failures.length > 0) say(`\n== What failed\n${listOf(failures)}`)
  say(`\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
