import { Trash2 } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'trash',
  path: '/trash',
  label: words.rooms.trash.title,
  icon: Trash2,
  group: 'mail',
  order: 60,
  keywords: words.rooms.trash.keywords,
  allowed: (user) => can(user, 'users', 'read'),
  whoCan: words.rooms.trash.whoCan,
  page: () => import('./page.tsx'),
})
