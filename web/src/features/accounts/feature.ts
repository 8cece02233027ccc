import { Plus, UsersRound } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'accounts',
  path: '/accounts',
  label: words.rooms.accounts.title,
  icon: UsersRound,
  group: 'administration',
  order: 10,
  keywords: words.rooms.accounts.keywords,
  allowed: (user) => user.role === 'admin',
  whoCan: words.rooms.accounts.whoCan,
  page: () => import('./page.tsx'),
  actions: [
    {
      label: words.rooms.accounts.create,
      icon: Plus,
      to: '/accounts',
      search: { do: 'create' },
      keywords: ['add', 'new', 'invite'],
      allowed: (user) => user.role === 'admin',
    },
  ],
})
