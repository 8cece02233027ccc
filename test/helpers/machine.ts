import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Result, result } from './child.ts'
import {
  boot,
  cache,
  childOf,
  makeBase,
  type Packages,
  powerOff,
  pullPlug,
  type Release,
  scripts,
} from './machine-boot.ts'
import { startProxy } from './machine-proxy.ts'
import { type Terminal, terminal } from './terminal.ts'
import { until } from './until.ts'

const repository = fileURLToPath(new URL('../..', import.meta.url))
const relayPort = 3128

interface RunOptions {
  readonly cwd?: string
  /** A user of the machine; root when absent. */
  readonly user?: string
  readonly env?: Readonly<Record<string, string>>
  /** Milliseconds until it is killed; a minute when absent. */
  readonly timeout?: number
}

/** A Debian with `nodejs npm git`, a systemd of its own and a loopback of its own; nothing else unless it is asked for. */
export interface Machine {
  /** The machine's / as a path of this machine. */
  root(): string
  /** Runs a program inside to its end. */
  run(command: readonly string[], options?: RunOptions): Promise<Result>
  /** Opens a terminal inside and types a command into it. */
  type(command: string, options?: RunOptions): Terminal
  /** Runs a script of ours in the machine's network, with our own runtime and libraries: a client on its loopback. */
  client(script: string, args: readonly string[], env?: RunOptions['env']): Promise<Result>
  /** Switches the way to the package registries on or off. Nothing else is ever reachable. */
  network(on: boolean): Promise<void>
  /** Switches it off and on again; what is on its disk stays. */
  reboot(): Promise<void>
  /** Switches it off and removes it. */
  stop(): Promise<void>
}

/** Disks of machines whose test was killed. */
const removeLeftovers = (): void => {
  for (const name of readdirSync(cache)) {
    const pid = /^run-(\d+)-/.exec(name)?.[1]
    if (pid === undefined || existsSync(`/proc/${pid}`)) continue
    rmSync(join(cache, name), { recursive: true, force: true })
  }
}

/** A folder with what the machine has beyond its base: a name, our authorities, a clean clone of the last commit. */
const prepare = (folder: string, name: string, clone: string): void => {
  const upper = join(folder, 'upper')
  mkdirSync(join(upper, 'etc/ssl'), { recursive: true })
  // As Debian makes it: closed to everybody else.
  mkdirSync(join(upper, 'root'), { mode: 0o700 })
  writeFileSync(join(upper, 'etc/hostname'), `${name}\n`)
  writeFileSync(join(upper, 'etc/hosts'), `127.0.0.1 localhost\n127.0.1.1 ${name}\n`)
  // Where the way to the registries has an authority of its own, programs inside must know it as well.
  copyFileSync('/etc/ssl/certs/ca-certificates.crt', join(upper, 'etc/ssl/outside.crt'))
  mkdirSync(join(upper, dirname(clone)), { recursive: true })
  execFileSync('git', ['clone', '--quiet', '--no-hardlinks', repository, join(upper, clone)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

const variables = (extra: RunOptions['env'], user: string): string[] => {
  const proxy = `http://127.0.0.1:${relayPort}`
  const all = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: user === 'root' ? '/root' : `/home/${user}`,
    USER: user,
    TERM: 'xterm',
    LANG: 'C.UTF-8',
    http_proxy: proxy,
    https_proxy: proxy,
    no_proxy: '127.0.0.1,localhost',
    npm_config_registry: proxy,
    pnpm_config_registry: proxy,
    NODE_EXTRA_CA_CERTS: '/etc/ssl/outside.crt',
    ...extra,
  }
  return Object.entries(all).map(([name, value]) => `${name}=${value}`)
}

/** nsenter's arguments for a command inside. */
const inside = (leader: number, command: readonly string[], options: RunOptions): string[] => {
  const user = options.user ?? 'root'
  const as =
    user === 'root' ? [] : ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--init-groups']
  const cwd = options.cwd ?? '/'
  const env = ['env', '-i', '-C', cwd, ...variables(options.env, user)]
  return ['-t', `${leader}`, '-a', ...as, ...env, ...command]
}

const openRelay = async (leader: number, socket: string): Promise<ChildProcess> => {
  const args = ['-t', `${leader}`, '-n', process.execPath, join(scripts, 'relay.ts')]
  const relay = spawn('nsenter', [...args, `${relayPort}`, socket])
  let ready = false
  relay.stdout.on('data', () => {
    ready = true
  })
  await until('the relay listens', 60_000, () => ready)
  return relay
}

/**
 * Makes and boots a machine. Its base is made once and kept (see machine-boot.ts), so only the first takes long.
 * @param clone where the clean clone of the repository's last commit goes, such as `/root/mission-control`
 * @param packages that it has before; their services run
 */
export const startMachine = async (
  release: Release,
  clone: string,
  packages?: Packages,
): Promise<Machine> => {
  const base = await makeBase(release, packages)
  removeLeftovers()
  const folder = mkdtempSync(join(cache, `run-${process.pid}-`))
  const name = `mc-${release}-${process.pid}`
  prepare(folder, name, clone)
  const socket = join(folder, 'proxy.sock')
  const proxy = await startProxy(socket, join(cache, 'packages'))
  let power = await boot(name, base, folder)
  let relay: ChildProcess | undefined = await openRelay(power.leader, socket)
  const start = (command: readonly string[], options: RunOptions = {}): ChildProcess =>
    spawn('nsenter', inside(power.leader, command, options))
  const network = async (on: boolean): Promise<void> => {
    relay?.kill()
    relay = on ? await openRelay(power.leader, socket) : undefined
  }
  return {
    root: () => `/proc/${power.leader}/root`,
    run: (command, options = {}) => {
      const seconds = `${(options.timeout ?? 60_000) / 1000}`
      return result(start(['timeout', '--signal=KILL', seconds, ...command], options))
    },
    type: (command, options) => {
      const child = start(
        ['script', '--quiet', '--return', '--command', command, '/dev/null'],
        options,
      )
      return terminal(child, () => {
        const pid = childOf(child.pid)
        if (pid > 0) process.kill(pid, 'SIGKILL')
      })
    },
    client: (script, args, env = {}) => {
      const program = [process.execPath, join(scripts, script), ...args]
      const options = { env: { ...process.env, ...env } }
      return result(spawn('nsenter', ['-t', `${power.leader}`, '-n', ...program], options))
    },
    network,
    reboot: async () => {
      relay?.kill()
      await powerOff(power)
      power = await boot(name, base, folder)
      await network(true)
    },
    stop: async () => {
      relay?.kill()
      proxy.close()
      await pullPlug(power, name)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
