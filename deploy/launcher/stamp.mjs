import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { withLock } from './lock.mjs'
import { root } from './paths.mjs'

/** All files below a folder of the checkout, sorted, without what is made. */
export const filesBelow = (folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules' && name !== 'dist')
    .flatMap((entry) => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? filesBelow(path) : [path]
    })
    .sort()

const hashOf = (files) => {
  const hash = createHash('sha256').update(process.arch)
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(root, file)))
  return hash.digest('hex')
}

/**
 * Does `work` unless it was done for exactly these inputs and what it makes still stands.
 * @param {{stamp: string, inputs: string[], makes: string[], work: () => Promise<void>}} job paths from the checkout
 */
export const once = async ({ stamp, inputs, makes, work }) => {
  const file = join(root, stamp)
  const hash = hashOf(inputs)
  const done = () =>
    existsSync(file) &&
    readFileSync(file, 'utf8') === hash &&
    makes.every((path) => existsSync(join(root, path)))
  if (done()) return
  await withLock(root, async () => {
    if (done()) return
    rmSync(file, { force: true })
    await work()
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, hash)
  })
}
