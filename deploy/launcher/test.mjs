import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { groupsFor } from './groups.mjs'
import { debianRelease, installPackages } from './packages.mjs'
import { buildPage } from './page.mjs'
import { root } from './paths.mjs'
import { toolchain } from './runtime.mjs'
import { Stop, say, warn } from './say.mjs'
import { filesBelow } from './stamp.mjs'
import { status } from './tool.mjs'

/** Seconds that one test file may take: the system tests start the whole product several times. */
const PATIENCE = '600'
/** Of failures, in what is printed. */
const MOST_LINES = 400

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

/** What tap wrote; nothing when it did not come so far. */
const textOf = (file) => (existsSync(file) ? readFileSync(file, 'utf8') : '')

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

/** What failed, as tap wrote it: each `not ok` with its explanation. */
const failuresIn = (file) => {
  const shown = []
  let inside = false
  for (const line of textOf(file).split('\n')) {
    if (/^\s*not ok /.test(line)) inside = true
    if (inside && shown.length < MOST_LINES) shown.push(line)
    if (/^\s*\.\.\.$/.test(line)) inside = false
  }
  return shown.join('\n')
}

const runGroup = async (group, files, { env }, folder) => {
  const output = join(folder, 'output.tap')
  rmSync(output, { force: true })
  const args = ['--disable-coverage', '--reporter=terse', `--timeout=${PATIENCE}`]
  const jobs = `--jobs=${group.jobs ?? 1}`
  const code = await status('tap', [...args, jobs, `--output-file=${output}`, ...files], {
    env: { ...env, ...group.env },
    foreground: true,
  })
  const counts = countsIn(output)
  if (code !== 0 && counts.failed === 0) counts.failed = 1
  if (counts.failed > 0) say(failuresIn(output))
  return counts
}

/**
 * Runs every group that need not be named, or those named; a group that cannot run is a failure. The last line is `N passed, M failed`.
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
  for (const group of groups) {
    say(`\n== ${group.name}`)
    try {
      const counts = await runGroup(group, await prepare(group, tools, release), tools, folder)
      passed += counts.passed
      failed += counts.failed
      say(`== ${group.name}: ${counts.passed} passed, ${counts.failed} failed`)
    } catch (error) {
      if (!(error instanceof Stop)) throw error
      failed += 1
      warn(`the group "${group.name}" did not run: ${error.message}`)
    }
  }
  rmSync(folder, { recursive: true, force: true })
  say(`\n${passed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
