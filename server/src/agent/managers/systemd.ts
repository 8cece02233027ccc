import { basename } from 'node:path'
import type { ServiceLayout } from '../../layout/index.ts'
import { OpFailure } from '../op-failure.ts'
import type { Run } from '../run.ts'
import { unitProcesses } from './control-group.ts'
import type { Manager, ProgramInfo, Usage } from './manager.ts'
import { parseUnits, pickUnit, type ShownUnit, toInfo, UNIT_PROPERTIES } from './systemd-units.ts'

/** Milliseconds that systemd has for a job; it goes on with it afterwards. */
const JOB_PATIENCE = 85_000
const MOST_LINES = 40
const MOST_CHARACTERS = 400

interface Service {
  readonly program: string
  readonly units: readonly string[]
  /** Name of the daemon's process. */
  readonly process: string
}

const servicesOf = (services: readonly ServiceLayout[]): Service[] =>
  services.flatMap(({ program, units, daemon, helper }) =>
    [{ program, units }, helper ?? []]
      .flat()
      .flatMap((one) =>
        one.program === undefined
          ? []
          : [{ program: one.program, units: one.units, process: basename(daemon ?? one.program) }],
      ),
  )

/** CLOCK_MONOTONIC in microseconds, as systemd's own stamps. */
const monotonic = (): number => Number(process.hrtime.bigint() / 1000n)

/**
 * The machine's services under systemd. Units are named, never pids; which unit a service is on this machine is looked
 * up at each call, since packages come and go.
 * @param at where control groups and processes are read
 */
export const systemd = (
  services: readonly ServiceLayout[],
  at: { readonly controlGroups: string; readonly proc: string },
  run: Run,
): Manager => {
  const known = servicesOf(services)
  const names = known.flatMap(({ units }) => units)
  const usages = new WeakMap<ProgramInfo, Usage>()

  /** All units in one call: a process each would cost more than the answer. */
  const show = async (): Promise<readonly ShownUnit[]> => {
    const { code, stdout, stderr } = await run('systemctl', [
      'show',
      `--property=${UNIT_PROPERTIES.join(',')}`,
      '--',
      ...names,
    ])
    if (code === 0) return parseUnits(stdout)
    throw new OpFailure(
      'systemd_silent',
      `systemd does not say what its units do, so nothing is known of the services: ${stderr.trim()}`,
    )
  }
  const unitOf = async (program: string): Promise<ShownUnit> => {
    const service = known.find((one) => one.program === program)
    const unit = pickUnit(await show(), service?.units ?? [])
    if (unit) return unit
    throw new OpFailure('service_not_installed', `systemd has no unit for ${program}.`)
  }
  const list = async (): Promise<ProgramInfo[]> => {
    const shown = await show()
    const now = monotonic()
    const infos = known.map(async ({ program, units, process }) => {
      const unit = pickUnit(shown, units)
      if (!unit) return []
      const found = await unitProcesses(at, unit.ControlGroup, Number(unit.MainPID), process)
      const info = toInfo(program, unit, found, now)
      if (found.pid > 0) usages.set(info, found)
      return [info]
    })
    return (await Promise.all(infos)).flat()
  }
  /** What became of it is seen in `list`; only what systemd refuses to try at all is a failure here. */
  const job = async (verb: 'start' | 'stop' | 'restart', program: string): Promise<void> => {
    const { Id, LoadState, TriggeredBy } = await unitOf(program)
    if (verb !== 'stop' && LoadState === 'masked') {
      throw new OpFailure(
        'unit_masked',
        `${Id} is masked, so systemd does not start it. "systemctl unmask ${Id}" allows it; nothing was done.`,
      )
    }
    // Else a unit that has ended too often is refused, or stays `failed` after its stop.
    if (verb !== 'stop') await run('systemctl', ['reset-failed', '--', Id])
    // A socket that starts it again at the next message (rsyslog's) stops with it; the unit's start brings it back.
    const triggers = verb === 'stop' ? TriggeredBy.split(' ').filter(Boolean) : []
    await run('systemctl', [verb, '--', Id, ...triggers], { timeout: JOB_PATIENCE })
    if (verb === 'stop') await run('systemctl', ['reset-failed', '--', Id])
  }
  return {
    list,
    usage: async (programs) =>
      new Map(
        programs.flatMap((info) => {
          const usage = usages.get(info)
          return usage === undefined ? [] : [[info.name, usage] as const]
        }),
      ),
    follow: async (program) => followJournal(run, (await unitOf(program)).Id),
    // Units are made at the installation, what is enabled starts at boot, and what somebody stopped stays stopped.
    apply: async () => {},
    start: (program) => job('start', program),
    stop: (program) => job('stop', program),
    restart: (program) => job('restart', program),
    signal: async (program, signal) => {
      const { Id, ActiveState, MainPID } = await unitOf(program)
      // One that is about to start reads what it should take over by itself.
      if (ActiveState !== 'active' && MainPID === '0') return
      // Without a main process that systemd knows, the unit's own reload is the way to it.
      const args = MainPID === '0' ? ['reload'] : ['kill', `--signal=${signal}`, '--kill-whom=main']
      const { code, stderr } = await run('systemctl', [...args, '--', Id])
      if (code !== 0) throw new Error(`systemctl ${args[0]} ${Id}: ${stderr.trim()}`)
    },
  }
}

/** journalctl(1): the lines of a unit, and systemd's own about it, after the place where the journal ends now. */
const followJournal = async (run: Run, unit: string): Promise<() => Promise<string[]>> => {
  const { stdout } = await run('journalctl', ['--lines=0', '--show-cursor', '--quiet'])
  const cursor = /^-- cursor: (\S+)$/m.exec(stdout)?.[1]
  return async () => {
    const since = cursor === undefined ? '--boot' : `--after-cursor=${cursor}`
    const said = await run('journalctl', [
      ...['--quiet', '--no-pager', '--output=cat', `--lines=${MOST_LINES}`],
      ...[`--unit=${unit}`, since],
    ])
    return said.stdout
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => line.slice(0, MOST_CHARACTERS))
  }
}
