import type { BodyOf, Settings } from '@mc/shared/contract'
import { MESSAGE_SIZE, QUOTA } from '@mc/shared/rules'
import type { Validators } from '../../lib/use-form.ts'
import { words } from '../../words/settings.ts'

const own = words.settings
const gigabyte = 2 ** 30
const megabyte = 2 ** 20

/** The settings as a person writes them: units instead of bytes and seconds, a line an address. */
export type Typed = {
  hostname: string
  public_addresses: string
  postmaster_address: string
  default_quota_bytes: string
  message_size_limit_bytes: string
  trash_days: string
  trace_days: string
  session_fresh_seconds: string
}

const lines = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((line) => line.trim())
    .filter(Boolean)

const decimal = (text: string): number =>
  /^\d{1,7}([.,]\d{1,6})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN

const whole = (text: string): number => (/^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN)

const within = (value: number, min: number, max: number) => value >= min && value <= max

export const toTyped = (settings: Settings): Typed => ({
  hostname: settings.hostname,
  public_addresses: settings.public_addresses.join('\n'),
  postmaster_address: settings.postmaster_address,
  default_quota_bytes: String(Number((settings.default_quota_bytes / gigabyte).toFixed(6))),
  message_size_limit_bytes: String(Math.round(settings.message_size_limit_bytes / megabyte)),
  trash_days: String(settings.trash_days),
  trace_days: String(settings.trace_days),
  session_fresh_seconds: String(Math.round(settings.session_fresh_seconds / 60)),
})

const toWire = (typed: Typed): Required<BodyOf<'PATCH /settings'>> => ({
  hostname: typed.hostname.trim().toLowerCase(),
  public_addresses: lines(typed.public_addresses),
  postmaster_address: typed.postmaster_address.trim(),
  default_quota_bytes: Math.round(decimal(typed.default_quota_bytes) * gigabyte),
  message_size_limit_bytes: whole(typed.message_size_limit_bytes) * megabyte,
  trash_days: whole(typed.trash_days),
  trace_days: whole(typed.trace_days),
  session_fresh_seconds: whole(typed.session_fresh_seconds) * 60,
})

/** Only the members that were changed. */
export const changesOf = (typed: Typed, before: Typed): BodyOf<'PATCH /settings'> => {
  const wire = toWire(typed)
  const changed = (name: keyof Typed) => typed[name] !== before[name]
  return {
    ...(changed('hostname') && { hostname: wire.hostname }),
    ...(changed('public_addresses') && { public_addresses: wire.public_addresses }),
    ...(changed('postmaster_address') && { postmaster_address: wire.postmaster_address }),
    ...(changed('default_quota_bytes') && { default_quota_bytes: wire.default_quota_bytes }),
    ...(changed('message_size_limit_bytes') && {
      message_size_limit_bytes: wire.message_size_limit_bytes,
    }),
    ...(changed('trash_days') && { trash_days: wire.trash_days }),
    ...(changed('trace_days') && { trace_days: wire.trace_days }),
    ...(changed('session_fresh_seconds') && { session_fresh_seconds: wire.session_fresh_seconds }),
  }
}

const when = (right: boolean, sentence: string) => (right ? undefined : sentence)
/** A coarse look; the server knows what is an address. */
const looksLikeIp = (text: string) =>
  /^(\d{1,3}(\.\d{1,3}){3}|[0-9a-f:.]*:[0-9a-f:.]*)$/i.test(text)

export const validators: Validators<Typed> = {
  hostname: (value) => when(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value.trim()), own.hostnameWrong),
  public_addresses: (value) => {
    const wrong = lines(value).find((line) => !looksLikeIp(line))
    return wrong === undefined ? undefined : own.addressesWrong(wrong)
  },
  postmaster_address: (value) =>
    when(/^[^\s@]+@[^\s@]+\.[^\s@]+$/u.test(value.trim()), own.postmasterWrong),
  default_quota_bytes: (value) =>
    when(within(decimal(value) * gigabyte, 0, QUOTA.max), own.quotaWrong),
  message_size_limit_bytes: (value) =>
    when(within(whole(value) * megabyte, MESSAGE_SIZE.min, MESSAGE_SIZE.max), own.messageSizeWrong),
  trash_days: (value) => when(within(whole(value), 1, 3650), own.trashDaysWrong),
  trace_days: (value) => when(within(whole(value), 1, 3650), own.trashDaysWrong),
  session_fresh_seconds: (value) => when(within(whole(value), 1, 480), own.freshWrong),
}
