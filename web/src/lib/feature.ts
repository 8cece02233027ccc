import type { SessionUser } from '@mc/shared/contract'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export const groups = [
  'overview',
  'mail',
  'deliverability',
  'protection',
  'server',
  'administration',
] as const
export type Group = (typeof groups)[number]

/** An object that the command palette offers. */
export interface Found {
  id: number
  label: string
  note?: string
  to: string
}

/** Something to do, offered by the command palette: leads to a page, with a dialog by `search: { do: 'create' }`. */
export interface FeatureAction {
  label: string
  icon: LucideIcon
  to: string
  search?: Readonly<Record<string, string>>
  keywords?: readonly string[]
  allowed: (user: SessionUser) => boolean
}

/** The manifest of one room of the page: all that shell, router and palette need before its code is loaded. */
export interface Feature {
  id: string
  /** `/domains`; the page also answers `/domains/12`, where 12 is what `useDetail` gives. */
  path: `/${string}`
  label: string
  icon: LucideIcon
  group: Group
  /** Place within its group, 10, 20, 30… */
  order: number
  /** Further words by which the palette finds it. */
  keywords: readonly string[]
  allowed: (user: SessionUser) => boolean
  /** Shown to those who may not: who can. */
  whoCan: string
  /** Loaded when the page is wanted; its module has the page as default export. */
  page: () => Promise<{ default: () => ReactNode }>
  /** Objects by name, for the palette. */
  find?: (text: string, signal: AbortSignal) => Promise<readonly Found[]>
  actions?: readonly FeatureAction[]
  /** How many things in it need a person, as a hook; the rail shows the number when it is not 0. */
  useBadge?: () => number
}

/** Checks a manifest's shape. */
export const defineFeature = (feature: Feature): Feature => feature
