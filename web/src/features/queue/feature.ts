import { Hourglass } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/index.ts'

export const feature = defineFeature({
  id: 'queue',
  path: '/queue',
  label: words.queue.title,
  icon: Hourglass,
  group: 'mail',
  order: 40,
  keywords: words.queue.keywords,
  allowed: (user) => can(user, 'queue', 'read'),
  whoCan: words.queue.whoCan,
  page: () => import('./page.tsx'),
})
