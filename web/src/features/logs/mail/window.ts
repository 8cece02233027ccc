import type { MailLine, ReplyOf } from '@mc/shared/contract'

export type LogPage = ReplyOf<'GET /logs/mail'>

/** Lines that are held at a time: what leaves is asked for again. Keeps the page below 3,000 nodes. */
const most = 200

/** A part of the log, oldest line first. */
export interface Window {
  lines: readonly MailLine[]
  /** Cursor of what is older; null where the log begins. */
  before: number | null
  /** How far a search has looked. */
  searchedTo: string | null
  /** Its last line is the newest of the log, so that new ones belong behind it. */
  atEnd: boolean
  /** Lines that were written too fast to be told. */
  skipped: number
}

const ascending = ({ data }: LogPage) => data.toReversed()
const lastId = ({ lines }: Window) => lines.at(-1)?.id ?? 0

/** Lines behind one; some are told twice. */
export const newer = (lines: readonly MailLine[], id: number) =>
  lines.filter((line) => line.id > id)

/** The newest lines. */
export const begin = (page: LogPage): Window => ({
  lines: ascending(page),
  before: page.before,
  searchedTo: page.searched_to,
  atEnd: true,
  skipped: 0,
})

/** Lines that were just written; without effect on a window that has moved back. */
export const append = (window: Window, lines: readonly MailLine[], skipped: number): Window => {
  if (!window.atEnd) return window
  const fresh = newer(lines, lastId(window))
  if (fresh.length === 0) return window
  const all = [...window.lines, ...fresh]
  const kept = all.slice(-most)
  return {
    ...window,
    lines: kept,
    skipped: window.skipped + skipped,
    // What falls out in front is found again by asking for what is older than the first that is left.
    before: kept.length < all.length ? (kept[0]?.id ?? window.before) : window.before,
  }
}

/** Older lines in front; the newest fall out when it gets too long. */
export const prepend = (window: Window, page: LogPage): Window => {
  const all = [...ascending(page), ...window.lines]
  const kept = all.slice(0, most)
  return {
    ...window,
    lines: kept,
    before: page.before,
    searchedTo: page.searched_to,
    atEnd: window.atEnd && kept.length === all.length,
  }
}

/** The newest lines asked for anew, after a gap: joined where they meet what is shown, else shown instead. */
export const renew = (window: Window, page: LogPage): Window => {
  if (!window.atEnd) return window
  const oldest = page.data.at(-1)?.id
  const meets = oldest === undefined || oldest <= lastId(window) || page.before === null
  return meets && window.lines.length > 0 ? append(window, ascending(page), 0) : begin(page)
}
