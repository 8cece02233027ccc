import { KeySquare, Plus } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'tokens',
  path: '/tokens',
  label: words.rooms.tokens.title,
  icon: KeySquare,
  group: 'administration',
  order: 20,
  keywords: words.rooms.tokens.keywords,
  allowed: () => true,
  whoCan: words.rooms.tokens.whoCan,
  page: () => import('./page.tsx'),
  actions: [
    {
      label: words.rooms.tokens.create,
      icon: Plus,
      to: '/tokens',
      search: { do: 'create' },
      keywords: ['add', 'new', 'key'],
      allowed: () => true,
    },
  ],
})
