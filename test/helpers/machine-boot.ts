import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ended, result } from './child.ts'
import { until } from './until.ts'

export const scripts = fileURLToPath(new URL('../system/machine', import.meta.url))

/** Kept between runs; a base is 600 MB a release, what a machine has beyond it 300 MB. */
export const cache = process.env.MC_TEST_MACHINES ?? '/var/cache/mission-control-test'

export type Release = 'bookworm' | 'trixie'

/** The mirror that this machine itself uses. */
const mirror = (): string => {
  const text = execFileSync('apt-get', ['indextargets', '--format', '$(SITE)'], {
    encoding: 'utf8',
  })
  return text.split('\n').find((line) => /\/debian$/.test(line)) ?? 'http://deb.debian.org/debian'
}

/** Debian packages that a machine has before anything is done with it; the first is installed before the others. */
export type Packages = readonly [string, ...string[]]

const make = async (script: string, args: readonly string[]): Promise<void> => {
  const made = await result(spawn('bash', [join(scripts, script), ...args]))
  if (made.code === 0) return
  throw new Error(`${script} ${args.join(' ')}:\n${made.stdout.slice(-4000)}${made.stderr}`)
}

/**
 * Makes what machines of this kind stand on unless it is there; a minute and a half with a good network for a release,
 * another minute for packages.
 * @returns its folders as mount(8) wants the lower ones of an overlay
 */
export const makeBase = async (release: Release, packages?: Packages): Promise<string> => {
  const base = join(cache, `base-${release}`)
  await make('base.sh', [release, mirror(), cache])
  if (packages === undefined) return base
  // A layer fits the very base that it was made over.
  const made = [statSync(base).ino, ...packages].join(' ')
  const sum = createHash('sha256').update(made).digest('hex').slice(0, 12)
  const layer = `layer-${release}-${sum}`
  await make('layer.sh', [release, cache, layer, ...packages])
  return `${join(cache, layer)}:${base}`
}

/** The first process below `pid`, as this machine numbers it; 0 when there is none. */
export const childOf = (pid: number | undefined): number => {
  try {
    return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ')[0])
  } catch {
    return 0
  }
}

/** The machine's systemd: the last of the first processes below the one that runs it. */
const leaderOf = (pid: number | undefined): number => {
  const child = childOf(pid)
  if (child === 0 || readFileSync(`/proc/${child}/comm`, 'utf8') === 'systemd\n') return child
  return leaderOf(child)
}

const isUp = async (leader: number): Promise<boolean> => {
  const args = ['-t', `${leader}`, '-a', 'systemctl', 'is-system-running']
  const { stdout } = await result(spawn('nsenter', args))
  return /^(running|degraded)$/m.test(stdout)
}

/** A machine that is switched on. */
export interface Power {
  /** The process that runs it. */
  readonly host: ChildProcess
  /** Its first process, as this machine numbers it. */
  readonly leader: number
}

/**
 * Switches it on and waits for its systemd.
 * @param base what `makeBase` gave
 */
export const boot = async (name: string, base: string, folder: string): Promise<Power> => {
  const args = [join(scripts, 'boot.sh'), name, base, folder]
  // However this process ends, the machine ends with it.
  const host = spawn('setpriv', ['--pdeathsig', 'KILL', 'bash', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const output = result(host)
  const leader = await until(`${name} runs`, 60_000, async () => {
    if (ended(host)) throw new Error(`${name} does not boot: ${JSON.stringify(await output)}`)
    const pid = leaderOf(host.pid)
    return pid > 0 && (await isUp(pid)) && pid
  })
  return { host, leader }
}

/** Ends it at once, whatever it does. */
export const pullPlug = async ({ host }: Power, name: string): Promise<void> => {
  host.kill('SIGKILL')
  const groups = execFileSync('findmnt', ['--noheadings', '--output=TARGET', '--type=cgroup2'], {
    encoding: 'utf8',
  })
  const group = join(groups.split('\n')[0] ?? '', name)
  await until(`nothing of ${name} runs`, 60_000, () => {
    spawnSync('find', [group, '-depth', '-type', 'd', '-exec', 'rmdir', '{}', ';'])
    return ended(host) && !existsSync(group)
  })
}

/** Switches it off as a person does. */
export const powerOff = async ({ host, leader }: Power): Promise<void> => {
  if (ended(host)) return
  await result(spawn('nsenter', ['-t', `${leader}`, '-a', 'systemctl', 'poweroff', '--force']))
  await until('the machine is off', 60_000, () => ended(host))
}
