#!/usr/bin/env node
// The one command: brings the project's own Node.js and pnpm, installs, and does the task named. Runs on Node 18 and
// newer, as Debian 12 and 13 ship it, with nothing installed but npm.
// Usage: node deploy/bootstrap.mjs start|test|bench|check|build|exec|mc|install [arguments]
import { Stop, warn } from './launcher/say.mjs'

/** Task → module; loaded on demand, so that a start reads no more than it needs. */
const tasks = {
  start: () => import('./launcher/start.mjs'),
  test: () => import('./launcher/test.mjs'),
  bench: () => import('./launcher/bench.mjs'),
  check: () => import('./launcher/check.mjs'),
  build: () => import('./launcher/build.mjs'),
  exec: () => import('./launcher/exec.mjs'),
  mc: () => import('./launcher/mc.mjs'),
  install: () => import('./launcher/install.mjs'),
}

const [task = 'start', ...args] = process.argv.slice(2)
try {
  if (Number(process.versions.node.split('.')[0]) < 18) {
    throw new Stop(`Node.js 18 or newer is needed to install, this is ${process.version}.`)
  }
  if (!Object.hasOwn(tasks, task)) {
    throw new Stop(`There is no task "${task}". Known: ${Object.keys(tasks).join(', ')}.`)
  }
  const { main } = await tasks[task]()
  process.exitCode = await main(args)
} catch (error) {
  if (!(error instanceof Stop)) throw error
  warn(error.message)
  process.exitCode = 1
}
