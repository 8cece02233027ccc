import { ScrollText } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'logs',
  path: '/audit',
  label: words.audit.title,
  icon: ScrollText,
  group: 'administration',
  order: 30,
  keywords: words.audit.keywords,
  allowed: (user) => user.role === 'admin',
  whoCan: words.audit.whoCan,
  page: () => import('./page.tsx'),
})
