import type { DkimKey } from '@mc/shared/contract'
import { DKIM } from '@mc/shared/rules'
import { formatDay } from '../../lib/format.ts'
import { words } from '../../words/dkim.ts'

const own = words.dkim

export type StepId = keyof typeof own.steps
export interface Step {
  readonly id: StepId
  readonly state: 'done' | 'now' | 'later'
  readonly note: string
}

/** Whether the grace period of a retired key is over: its record may go. */
export const isOver = ({ retire_at }: DkimKey, now: number): boolean =>
  retire_at !== null && Date.parse(retire_at) <= now

/** What else there is of the domain's keys. */
export interface Beside {
  /** A key of the same algorithm signs. */
  readonly replaces: boolean
  /** One of the other algorithm signs. */
  readonly other: boolean
}

export const besideOf = (row: DkimKey, keys: readonly DkimKey[]): Beside => {
  const active = keys.filter(({ id, state }) => id !== row.id && state === 'active')
  return {
    replaces: active.some(({ algorithm }) => algorithm === row.algorithm),
    other: active.some(({ algorithm }) => algorithm !== row.algorithm),
  }
}

/** The way of a key that is not the first: where it stands and what is next. */
export const stepsOf = (row: DkimKey, now: number, beside: Beside): readonly Step[] => {
  const notes = own.stepNotes
  if (row.state === 'retired') {
    const over = isOver(row, now)
    const day = formatDay(row.retire_at ?? row.created_at)
    return [
      { id: 'keep', state: over ? 'done' : 'now', note: notes.keep(day) },
      { id: 'remove', state: over ? 'now' : 'later', note: notes.remove },
    ]
  }
  const seen = row.dns_status === 'published'
  const retire: Step = { id: 'retire', state: 'later', note: notes.retire(DKIM.graceDays) }
  return [
    { id: 'prepare', state: 'done', note: notes.prepare },
    {
      id: 'publish',
      state: seen ? 'done' : 'now',
      note: row.dns_status === 'mismatch' ? notes.publishMismatch : notes.publish,
    },
    { id: 'seen', state: seen ? 'done' : 'later', note: seen ? notes.seen : notes.seenWaiting },
    {
      id: 'switch',
      state: seen ? 'now' : 'later',
      note: beside.other ? notes.switchBeside : notes.switch,
    },
    ...(beside.replaces ? [retire] : []),
  ]
}

const DAY_MS = 86_400_000

/** What should be done about a key that signs, the most urgent first. */
export const adviceOf = (
  row: DkimKey,
  now: number,
  beside: Beside | undefined,
): readonly { tone: 'bad' | 'warn' | 'info'; text: string }[] => {
  if (row.state !== 'active') return []
  const { advice } = own
  const days = Math.floor((now - Date.parse(row.activated_at ?? row.created_at)) / DAY_MS)
  return [
    ...(row.signing ? [] : [{ tone: 'bad' as const, text: advice.broken }]),
    ...(row.dns_status === 'missing' ? [{ tone: 'bad' as const, text: advice.missing }] : []),
    ...(row.dns_status === 'mismatch' ? [{ tone: 'bad' as const, text: advice.mismatch }] : []),
    ...(row.dns_status === 'unknown' && row.dns_checked_at !== null
      ? [{ tone: 'warn' as const, text: advice.unknown }]
      : []),
    ...(row.algorithm === 'rsa' && row.key_bits < DKIM.weakBits
      ? [{ tone: 'warn' as const, text: advice.weak(row.key_bits) }]
      : []),
    ...(row.algorithm === 'ed25519' && beside?.other === false
      ? [{ tone: 'warn' as const, text: advice.alone }]
      : []),
    ...(days > DKIM.oldDays ? [{ tone: 'info' as const, text: advice.old(days) }] : []),
  ]
}
