import { Hourglass } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'

export const feature = defineFeature({
  id: 'queue',
  path: '/queue',
  label: words.rooms.queue.title,
  icon: Hourglass,
  group: 'mail',
  order: 40,
  keywords: words.rooms.queue.keywords,
  allowed: (user) => can(user, 'queue', 'read'),
  whoCan: words.rooms.queue.whoCan,
  page: () => import('./page.tsx'),
})
