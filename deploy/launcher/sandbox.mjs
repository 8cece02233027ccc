import { spawn, spawnSync } from 'node:child_process'
import { once as onceEvent } from 'node:events'
import { existsSync, openSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { inside, root } from './paths.mjs'

const enter = join(root, 'deploy', 'sandbox', 'enter.sh')
export const bin = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** True where this process may make mount and pid namespaces: not in every container. */
export const namespacesWork = () =>
  spawnSync('unshare', ['--mount', '--pid', '--fork', '--propagation', 'private', 'true'], {
    stdio: 'ignore',
  }).status === 0

/** The pinned Node.js as the namespace shows it; the system's own has the same path there. */
const nodeInside = (node) =>
  node.startsWith(`${root}/`) ? join(inside.code, node.slice(root.length)) : node

/** Where the panel's own log goes when there is no supervisord to keep it; the last one is kept beside it. */
export const panelLog = (stateDir) => join(stateDir, 'panel.log')

const openLog = (stateDir) => {
  const file = panelLog(stateDir)
  if (existsSync(file)) renameSync(file, `${file}.1`)
  return openSync(file, 'a', 0o600)
}

/** Kernel's promise: when this process dies, however it dies, the child gets SIGKILL. */
const dieWithParent = ['setpriv', '--pdeathsig', 'KILL']

/**
 * What starts one command in a private mount namespace of its own.
 * @returns its words, and the state folder as it sees it
 */
export const enterNamespace = ({ what, node, stateDir, args }) => ({
  command: [
    ...['unshare', '--mount', '--propagation', 'private'],
    ...['/bin/bash', enter, what, root, stateDir, nodeInside(node), ...args],
  ],
  stateDir: inside.state,
})

/**
 * Starts the private namespace; its first process is supervisord (`stack`) or the panel alone (`panel`). When
 * unshare(1) dies, that process gets SIGKILL and the kernel ends every process of its pid namespace with it.
 */
export const startNamespace = ({ what, node, stateDir, variables }) => {
  const [command, ...args] = [
    ...dieWithParent,
    ...['unshare', '--mount', '--propagation', 'private'],
    ...['--pid', '--fork', '--kill-child'],
    ...['/bin/bash', enter, what, root, stateDir, nodeInside(node)],
  ]
  return spawn(command, args, {
    cwd: '/',
    detached: true,
    stdio: ['ignore', what === 'panel' ? openLog(stateDir) : 'inherit', 'inherit'],
    env: { ...variables, MC_STATE_DIR: inside.state, PATH: bin, LANG: 'C.UTF-8' },
  })
}

/** One command of the mc tool in a mount namespace of its own: works beside a running panel and without one. */
export const cliCommand = ({ node, stateDir, variables, args }) => ({
  command: 'unshare',
  args: [
    ...['--mount', '--propagation', 'private'],
    ...['/bin/bash', enter, 'cli', root, stateDir, nodeInside(node), ...args],
  ],
  env: { ...variables, MC_STATE_DIR: inside.state, PATH: bin, LANG: 'C.UTF-8' },
})

/** Where no namespace can be made: the panel alone, under the caller's id, or the panel's own when that is root. */
export const startBare = ({ node, stateDir, variables }) => {
  const drop = ['--reuid', '5001', '--regid', '5001', '--clear-groups', '--no-new-privs']
  const env = { ...variables, MC_STATE_DIR: stateDir, PATH: bin, LANG: 'C.UTF-8' }
  spawnSync(node, [join(root, 'server', 'bin', 'init.ts')], { env, stdio: 'inherit' })
  const [command, ...args] = [...dieWithParent, ...(process.getuid() === 0 ? drop : [])]
  return spawn(command, [...args, node, join(root, 'server', 'bin', 'api.ts')], {
    cwd: '/',
    detached: true,
    stdio: ['ignore', openLog(stateDir), 'inherit'],
    env,
  })
}

const childrenOf = (pid) => {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
  } catch {
    return []
  }
}

const signal = (pid, name) => {
  try {
    if (pid > 0) process.kill(pid, name)
  } catch {
    // Ended already.
  }
}

/** The state folder by a path that is short however long its own is: a socket's may have 107 bytes. */
export const stateInside = (child) => `/proc/${childrenOf(child.pid)[0]}/root${inside.state}`

/** supervisord's XML-RPC socket. */
export const supervisorSocket = (child) => `${stateInside(child)}/sandbox/run/supervisor.sock`

/**
 * Ends a namespace or a bare panel: SIGTERM to its first process, and after `patience` milliseconds SIGKILL to all.
 */
export const stopChild = async (child, patience) => {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = onceEvent(child, 'exit')
  const inner = childrenOf(child.pid).filter((pid) => pid > 0)
  for (const pid of inner.length > 0 ? inner : [child.pid]) signal(pid, 'SIGTERM')
  await Promise.race([ended, delay(patience, undefined, { ref: false })])
  signal(child.pid, 'SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await ended
}
