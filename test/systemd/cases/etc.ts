import type { Bed } from './types.ts'

/** Accounts stay when the panel goes; what the machine itself writes, or the test, is nobody's. */
const others = [
  ...['passwd', 'group', 'shadow', 'gshadow', 'subuid', 'subgid'].flatMap((name) => [
    name,
    `${name}-`,
  ]),
  ...['resolv.conf', '.pwd.lock', 'ld.so.cache', 'mtab'],
  ...['mission-control/environment', 'unbound/unbound.conf.d/zone.conf'],
]

/** Every file and link of /etc with owner, mode, and its sum or target. */
export const settingsOf = async ({ tell }: Pick<Bed, 'tell'>): Promise<readonly string[]> => {
  const text = await tell([
    'sh',
    '-c',
    `cd /etc && find . -type f -exec stat -c '%n %U:%G %a' {} + -o -type l -printf '%P -> %l\\n' | sort &&
     find . -type f -exec sha256sum {} + | sort -k 2`,
  ])
  return text.split('\n').filter((line) => {
    const path = /(?:^|\s)(?:\.\/)?(\S+)/.exec(line.replace(/^[0-9a-f]{64} +/, ''))?.[1] ?? ''
    return !others.includes(path)
  })
}

/** What differs, in both directions. */
export const differences = (before: readonly string[], after: readonly string[]): string[] => [
  ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
  ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
]
