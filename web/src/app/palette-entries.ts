import type { SessionUser } from '@mc/shared/contract'
import type { LucideIcon } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import type { Feature } from '../lib/feature.ts'
import { words } from '../words/app.ts'
import { features } from './features.ts'

export interface Entry {
  key: string
  section: string
  label: string
  note?: string | undefined
  icon: LucideIcon
  to: string
  search: Readonly<Record<string, string>>
}

const normal = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** Every word of the question begins a word of the entry. */
const fits = (question: string, texts: readonly string[]) => {
  const have = texts.flatMap((text) => normal(text).split(/[\s-]+/))
  return normal(question)
    .split(/\s+/)
    .every((word) => have.some((other) => other.startsWith(word)))
}

const pageEntry = (feature: Feature): Entry => ({
  key: feature.id,
  section: words.palette.pages,
  label: feature.label,
  note: words.groups[feature.group],
  icon: feature.icon,
  to: feature.path,
  search: {},
})

/** Pages and actions that fit; these are known without asking the server. */
const knownEntries = (user: SessionUser, question: string): Entry[] => {
  const pages = features
    .filter(
      (feature) => feature.allowed(user) && fits(question, [feature.label, ...feature.keywords]),
    )
    .map(pageEntry)
  const actions = features
    .flatMap((feature) => feature.actions ?? [])
    .filter(
      (action) =>
        action.allowed(user) && fits(question, [action.label, ...(action.keywords ?? [])]),
    )
    .map(({ label, icon, to, search = {} }) => ({
      key: `do ${label}`,
      section: words.palette.actions,
      label,
      icon,
      to,
      search,
    }))
  return [...actions, ...pages]
}

/** Objects by name. A part that does not answer leaves its objects out; the rest is shown. */
const askObjects = async (
  user: SessionUser,
  question: string,
  signal: AbortSignal,
): Promise<Entry[]> => {
  const asked = features.filter((feature) => feature.find && feature.allowed(user))
  const answers = await Promise.allSettled(
    asked.map(async (feature) => {
      const found = (await feature.find?.(question, signal)) ?? []
      return found.map(({ id, label, note, to }) => ({
        key: `${feature.id} ${id}`,
        section: feature.label,
        label,
        note,
        icon: feature.icon,
        to,
        search: {},
      }))
    }),
  )
  return answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
}

/** What the palette offers for a question: at once what the page knows, then what the server finds. */
export const useEntries = (user: SessionUser, question: string) => {
  const [found, setFound] = useState<{ for: string; entries: readonly Entry[] }>({
    for: '',
    entries: [],
  })
  useEffect(() => {
    if (question.length < 2) return setFound({ for: question, entries: [] })
    const controller = new AbortController()
    const timer = setTimeout(() => {
      void askObjects(user, question, controller.signal).then((entries) => {
        if (!controller.signal.aborted) setFound({ for: question, entries })
      })
    }, 120)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [user, question])
  const known = useMemo(() => knownEntries(user, question), [user, question])
  return { entries: [...known, ...found.entries], searching: found.for !== question }
}
