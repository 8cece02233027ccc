import { readFileSync } from 'node:fs'
import type { Layout } from '../layout/index.ts'

/** Third field of a line `name:x:number:…` of passwd(5) or group(5). */
const numberIn = (file: string, name: string): number | undefined => {
  const line = readFileSync(file, 'utf8')
    .split('\n')
    .find((text) => text.startsWith(`${name}:`))
  const number = Number(line?.split(':')[2])
  return Number.isInteger(number) ? number : undefined
}

/** Number of a system account that a Debian package made; undefined while the package is not installed. */
export const uidOf = ({ stack }: Layout, name: string): number | undefined =>
  numberIn(stack.system.passwd, name)

/** Number of a group; undefined while its package is not installed. */
export const gidOf = ({ stack }: Layout, name: string): number | undefined =>
  numberIn(stack.system.group, name)
