import { Forward, Plus } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { findAliases, path } from './queries.ts'

export const feature = defineFeature({
  id: 'aliases',
  path,
  label: words.rooms.aliases.title,
  icon: Forward,
  group: 'mail',
  order: 30,
  keywords: words.rooms.aliases.keywords,
  allowed: (user) => can(user, 'aliases', 'read'),
  whoCan: words.rooms.aliases.whoCan,
  page: () => import('./page.tsx'),
  find: findAliases,
  actions: [
    {
      label: words.rooms.aliases.create,
      icon: Plus,
      to: path,
      search: { do: 'create' },
      keywords: ['new', 'add'],
      allowed: (user) => can(user, 'aliases', 'write'),
    },
  ],
})
