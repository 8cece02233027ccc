import { KeyRound, Plus } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { findKeys, path } from './queries.ts'

export const feature = defineFeature({
  id: 'dkim',
  path,
  label: words.rooms.dkim.title,
  icon: KeyRound,
  group: 'deliverability',
  order: 10,
  keywords: words.rooms.dkim.keywords,
  allowed: (user) => can(user, 'dkim', 'read'),
  whoCan: words.rooms.dkim.whoCan,
  page: () => import('./page.tsx'),
  find: findKeys,
  actions: [
    {
      label: words.rooms.dkim.create,
      icon: Plus,
      to: path,
      search: { do: 'create' },
      keywords: ['add', 'new', 'rotate'],
      allowed: (user) => can(user, 'dkim', 'write'),
    },
  ],
})
