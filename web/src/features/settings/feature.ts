import { Settings2 } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'settings',
  path: '/settings',
  label: words.rooms.settings.title,
  icon: Settings2,
  group: 'administration',
  order: 40,
  keywords: words.rooms.settings.keywords,
  allowed: (user) => can(user, 'settings', 'read'),
  whoCan: words.rooms.settings.whoCan,
  page: () => import('./page.tsx'),
})
