import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Machine } from './machine.ts'
import type { Terminal } from './terminal.ts'

export const home = '/root/mission-control'
export const minute = 60_000
export const start = { cwd: home }

/** What the customer of ./machine/customer.ts reports. */
const customer = async (machine: Machine, deed: string, input: object): Promise<unknown> => {
  const { code, stdout, stderr } = await machine.client('customer.ts', [
    deed,
    JSON.stringify(input),
  ])
  if (code !== 0) throw new Error(stderr)
  return JSON.parse(stdout)
}

export const signed = { signatures: ['fresh.example pass'] }
export const mail = (machine: Machine, subject: string): Promise<unknown> => {
  const ports = join(machine.root(), home, 'var/sandbox/ports.json')
  return customer(machine, 'mail', { ports: JSON.parse(readFileSync(ports, 'utf8')), subject })
}

/** Waits for the line with the address. When it does not come, the failure tells what the parts said last. */
export const ready = async (
  machine: Machine,
  terminal: Terminal,
  deadline: number,
): Promise<void> => {
  try {
    await terminal.shows(/^ready: http:\/\/127\.0\.0\.1:8080\s*$/m, deadline)
  } catch (error) {
    const logs = await machine.run(['sh', '-c', `tail -n 15 ${home}/var/sandbox/log/*`])
    t.comment(`${error instanceof Error ? error.message : error}\n${logs.stdout}`)
    throw new Error('The start does not get ready; see the comment above.')
  }
}

export const setUp = async (machine: Machine, terminal: Terminal): Promise<unknown> => {
  const [, url, token] = await terminal.shows(/set-up: (http:\S+)\/setup#token=(\S+)/, minute)
  return customer(machine, 'enter', { url, token })
}

/** Ports on which anything but the way to the registries listens. */
export const listening = async (machine: Machine): Promise<string[]> => {
  const { stdout } = await machine.run(['ss', '--no-header', '--listening', '--tcp', '--numeric'])
  const addresses = stdout.split('\n').map((line) => line.split(/\s+/)[3] ?? '')
  return addresses.filter((address) => address !== '' && address !== '127.0.0.1:3128').sort()
}

/** Rights and owners of all folders that lead to the state folder. */
export const rights = async (machine: Machine): Promise<string> => {
  const folders = ['/', '/root', home, '/srv', '/etc', '/dev', '/tmp']
  return (await machine.run(['stat', '--format=%A %u:%g %n', ...folders])).stdout
}

export const accounts = (machine: Machine): string[] =>
  ['passwd', 'group'].flatMap((name) =>
    readFileSync(join(machine.root(), 'etc', name), 'utf8')
      .trim()
      .split('\n'),
  )

/** Everything of a start, told by what it mounts and runs. */
export const leftovers = async (machine: Machine): Promise<string> => {
  const processes = await machine.run(['pgrep', '--full', '--list-full', '[/]srv/|bootstrap[.]mjs'])
  const pattern = `^mission-control| ${home}`
  const mounts = await machine.run(['grep', '-E', pattern, '/proc/1/mounts'])
  return processes.stdout + mounts.stdout
}

export const answers = async (machine: Machine): Promise<boolean> => {
  const ask =
    'fetch("http://127.0.0.1:8080/api/health/live").then((r) => process.exit(r.ok ? 0 : 1))'
  return (await machine.run(['node', '-e', ask])).code === 0
}

export const stopsByCtrlC = async (terminal: Terminal): Promise<number> => {
  const pressed = Date.now()
  terminal.press('\x03')
  await terminal.ends(minute)
  return Date.now() - pressed
}
