import { Plus, UsersRound } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'accounts',
  path: '/accounts',
  label: words.accounts.title,
  icon: UsersRound,
  group: 'administration',
  order: 10,
  keywords: words.accounts.keywords,
  allowed: (user) => user.role === 'admin',
  whoCan: words.accounts.whoCan,
  page: () => import('./page.tsx'),
  actions: [
    {
      label: words.accounts.create,
      icon: Plus,
      to: '/accounts',
      search: { do: 'create' },
      keywords: ['add', 'new', 'invite'],
      allowed: (user) => user.role === 'admin',
    },
  ],
})
