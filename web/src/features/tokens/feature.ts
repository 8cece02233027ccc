import { KeySquare, Plus } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'tokens',
  path: '/tokens',
  label: words.tokens.title,
  icon: KeySquare,
  group: 'administration',
  order: 20,
  keywords: words.tokens.keywords,
  allowed: () => true,
  whoCan: words.tokens.whoCan,
  page: () => import('./page.tsx'),
  actions: [
    {
      label: words.tokens.create,
      icon: Plus,
      to: '/tokens',
      search: { do: 'create' },
      keywords: ['add', 'new', 'key'],
      allowed: () => true,
    },
  ],
})
