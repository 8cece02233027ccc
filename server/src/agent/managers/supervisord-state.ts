import type { ProgramInfo, ProgramState } from './manager.ts'
import type { XmlValue } from './xml-rpc.ts'

/** Ended right after its start; waits for the next try. */
export const BACKOFF = 30
/** supervisord's state codes (http://supervisord.org/subprocess.html#process-states). */
export const states: Readonly<Record<number, ProgramState>> = {
  0: 'stopped',
  10: 'starting',
  20: 'running',
  [BACKOFF]: 'failed',
  40: 'stopping',
  100: 'failed',
  200: 'failed',
}

/** A program as supervisord reports it at this moment. */
export interface Raw extends ProgramInfo {
  readonly code: number
}

const reasonOf = (code: number, fields: Record<string, XmlValue>): string => {
  if (code === BACKOFF) return 'it ends right after its start, and is tried again by itself'
  if (code === 0) return 'it was stopped'
  if (states[code] !== 'failed') return ''
  const status = Number(fields.exitstatus)
  // supervisord gives -1 for a signal.
  return status < 0 ? 'it was killed' : `it ended with status ${status}`
}

export const toRaw = (value: XmlValue): Raw => {
  const fields = typeof value === 'object' && !Array.isArray(value) ? value : {}
  const code = Number(fields.state)
  const pid = Number(fields.pid)
  return {
    name: String(fields.name),
    state: states[code] ?? 'failed',
    code,
    pid,
    uptime: pid > 0 ? Math.max(0, Number(fields.now) - Number(fields.start)) : 0,
    reason: reasonOf(code, fields),
  }
}

/**
 * A program that ends again and again is `failed` all the time, also while it is being tried: it has not come up until
 * it has stayed.
 */
export const steady = () => {
  const failing = new Map<string, string>()
  return {
    forget: (name: string): void => {
      failing.delete(name)
    },
    judge: ({ code: _, ...info }: Raw): ProgramInfo => {
      const reason = failing.get(info.name)
      if (info.state === 'starting' && reason !== undefined) {
        return { ...info, state: 'failed', pid: 0, uptime: 0, reason }
      }
      if (info.state === 'failed') failing.set(info.name, info.reason)
      else failing.delete(info.name)
      return info
    },
  }
}
