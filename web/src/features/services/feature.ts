import { Server } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { useDown } from './queries.ts'

export const feature = defineFeature({
  id: 'services',
  path: '/services',
  label: words.rooms.services.title,
  icon: Server,
  group: 'server',
  order: 10,
  keywords: words.rooms.services.keywords,
  allowed: (user) => can(user, 'services', 'read'),
  whoCan: words.rooms.services.whoCan,
  page: () => import('./page.tsx'),
  useBadge: () => useDown().length,
})
