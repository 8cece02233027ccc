import { ScrollText } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'logs',
  path: '/audit',
  label: words.rooms.audit.title,
  icon: ScrollText,
  group: 'administration',
  order: 30,
  keywords: words.rooms.audit.keywords,
  allowed: (user) => user.role === 'admin',
  whoCan: words.rooms.audit.whoCan,
  page: () => import('./page.tsx'),
})
