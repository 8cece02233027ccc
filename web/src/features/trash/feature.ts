import { Trash2 } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'trash',
  path: '/trash',
  label: words.trash.title,
  icon: Trash2,
  group: 'mail',
  order: 60,
  keywords: words.trash.keywords,
  allowed: (user) => can(user, 'users', 'read'),
  whoCan: words.trash.whoCan,
  page: () => import('./page.tsx'),
})
