import { Settings2 } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'settings',
  path: '/settings',
  label: words.settings.title,
  icon: Settings2,
  group: 'administration',
  order: 40,
  keywords: words.settings.keywords,
  allowed: (user) => can(user, 'settings', 'read'),
  whoCan: words.settings.whoCan,
  page: () => import('./page.tsx'),
})
