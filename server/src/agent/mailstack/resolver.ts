import { readFile, writeFile } from 'node:fs/promises'
import type { Layout } from '../../layout/index.ts'
import { HEADER } from './rendered.ts'

/**
 * resolv.conf of the private mount namespace. Written in place and not renamed: /etc/resolv.conf is bound to this very
 * inode.
 */
export const writeResolver = async ({ stack }: Layout): Promise<void> => {
  if (stack.surroundings === undefined) return
  const { resolvConf, resolver } = stack.surroundings
  const text = `${HEADER}nameserver ${resolver}\noptions timeout:2 attempts:2\n`
  const now = await readFile(resolvConf, 'utf8').catch(() => undefined)
  if (now !== text) await writeFile(resolvConf, text)
}
