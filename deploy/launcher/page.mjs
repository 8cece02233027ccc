import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { say } from './say.mjs'
import { filesBelow, once } from './stamp.mjs'
import { tool } from './tool.mjs'

const dist = join(root, 'web', 'dist')
const fresh = join(root, 'web', 'dist.new')

/** Builds web/dist unless it stands for the sources as they are. A failed build leaves the old page in place. */
export const buildPage = ({ node, env }) =>
  once({
    stamp: 'web/node_modules/.page.stamp',
    inputs: [...filesBelow('web'), ...filesBelow('shared/src'), 'pnpm-lock.yaml'],
    makes: ['web/dist/index.html'],
    work: async () => {
      say('Building the page …')
      const vite = join(root, 'web', 'node_modules', 'vite', 'bin', 'vite.js')
      const args = [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn']
      await tool(node, args, { cwd: join(root, 'web'), env })
      const old = `${dist}.old`
      rmSync(old, { recursive: true, force: true })
      if (existsSync(dist)) renameSync(dist, old)
      renameSync(fresh, dist)
      rmSync(old, { recursive: true, force: true })
    },
  })
