import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = resolve(fileURLToPath(new URL('../..', import.meta.url)))
export const runtimeDir = join(root, 'deploy', 'runtime')
/** Where the private mount namespace shows the checkout and the state folder. */
export const inside = { code: '/srv/code', state: '/srv/state' }
