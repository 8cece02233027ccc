import type { ProgramInfo, ProgramState } from './manager.ts'

/** What is asked of `systemctl show`, org.freedesktop.systemd1(5). */
export const UNIT_PROPERTIES = [
  'Id',
  'LoadState',
  'ActiveState',
  'SubState',
  'Type',
  'MainPID',
  'ControlGroup',
  'ActiveEnterTimestampMonotonic',
  'Result',
  'ExecMainCode',
  'ExecMainStatus',
  'NRestarts',
  'TriggeredBy',
] as const

/** One unit as systemd shows it; every property that was asked for is there, if only as an empty text. */
export type ShownUnit = Readonly<Record<(typeof UNIT_PROPERTIES)[number], string>>

const emptyUnit = Object.fromEntries(UNIT_PROPERTIES.map((name) => [name, ''])) as ShownUnit

/** Blocks of `Name=value` lines, one a unit, an empty line between them; in an order of systemd's own. */
export const parseUnits = (text: string): readonly ShownUnit[] =>
  text
    .split(/\n\n+/)
    .filter((block) => block.trim() !== '')
    .map((block) => {
      const pairs = block.split('\n').flatMap((line) => {
        const at = line.indexOf('=')
        return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : []
      })
      return { ...emptyUnit, ...Object.fromEntries(pairs) }
    })

/**
 * The unit that a service is on this machine: the first candidate that is loaded. One that only starts others (Debian
 * 12's postfix.service is a oneshot) says nothing about the daemon.
 */
export const pickUnit = (
  shown: readonly ShownUnit[],
  candidates: readonly string[],
): ShownUnit | undefined =>
  candidates
    .flatMap((name) => shown.find(({ Id }) => Id === name) ?? [])
    .find(({ LoadState, Type }) => LoadState !== 'not-found' && Type !== 'oneshot')

/** What a unit's control group holds. */
export interface UnitProcesses {
  /** Main process; 0 when there is none. */
  readonly pid: number
  /** Bytes resident of all processes; 0 when there are none, or none can be seen. */
  readonly memory: number
}

/** systemd waits before it tries the unit again, or is trying it. */
const isRetried = ({ ActiveState, SubState, NRestarts }: ShownUnit): boolean =>
  ActiveState === 'activating' && (SubState.startsWith('auto-restart') || Number(NRestarts) > 0)

/**
 * @param unit what systemd says
 * @param processes of its control group. Where systemd knows no main process (`forking` without a pid file, and every
 *   unit made of an init script) they are all there is to tell whether the daemon lives
 */
const stateOf = (unit: ShownUnit, { pid, memory }: UnitProcesses): ProgramState => {
  switch (unit.ActiveState) {
    case 'active':
      // Workers whose master is gone are no daemon; where nothing can be seen, systemd is believed.
      return unit.SubState === 'running' && (pid > 0 || memory === 0) ? 'running' : 'failed'
    case 'reloading':
    case 'refreshing':
      return 'running'
    case 'activating':
      // It has ended by itself since it was last asked for: it has not come up until it has stayed.
      return isRetried(unit) ? 'failed' : 'starting'
    case 'deactivating':
      // One that ended by itself is cleared away before it is tried again.
      return unit.Result === 'success' ? 'stopping' : 'failed'
    case 'failed':
      return 'failed'
    default:
      return 'stopped'
  }
}

/** CLD_EXITED of sigaction(2): ExecMainStatus is an exit status, else a signal's number. */
const EXITED = '1'

const why: Readonly<Record<string, string>> = {
  timeout: 'it did not come up in time',
  watchdog: 'it no longer answered its watchdog',
  'start-limit-hit': 'it ended again and again right after its start, so systemd has given up',
  'oom-kill': 'the kernel ended it because memory ran out',
  protocol: 'it did not come up as its unit expects',
  resources: 'systemd could not give it what its unit asks for',
}

const failure = ({ Result, ExecMainCode, ExecMainStatus }: ShownUnit): string => {
  const known = why[Result]
  if (known !== undefined) return known
  if (Result === 'signal' || Result === 'core-dump') return 'it was killed'
  if (Result === 'exit-code' && ExecMainCode === EXITED && ExecMainStatus !== '0') {
    return `it ended with status ${ExecMainStatus}`
  }
  return Result === 'exit-code' ? 'it could not be started' : 'its processes have ended'
}

const reasonOf = (unit: ShownUnit, state: ProgramState): string => {
  if (state !== 'stopped' && state !== 'failed') return ''
  if (unit.LoadState === 'masked') return `${unit.Id} is masked; "systemctl unmask" allows it`
  if (unit.LoadState !== 'loaded') return `systemd cannot use ${unit.Id} (${unit.LoadState})`
  if (state === 'stopped') return 'it was stopped'
  const again = isRetried(unit) ? ', and is tried again by itself' : ''
  return `${failure(unit)}${again}`
}

/**
 * A unit as the agent tells it.
 * @param now microseconds of the monotonic clock, which systemd counts by
 */
export const toInfo = (
  name: string,
  unit: ShownUnit,
  processes: UnitProcesses,
  now: number,
): ProgramInfo => {
  const state = stateOf(unit, processes)
  const since = Number(unit.ActiveEnterTimestampMonotonic)
  return {
    name,
    state,
    pid: processes.pid,
    uptime: state === 'running' && since > 0 ? Math.max(0, Math.floor((now - since) / 1e6)) : 0,
    reason: reasonOf(unit, state),
  }
}
