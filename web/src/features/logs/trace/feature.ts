import { Route } from 'lucide-react'
import { defineFeature } from '../../../lib/feature.ts'
import { can } from '../../../lib/session.ts'
import { words } from '../../../words/app.ts'

export const feature = defineFeature({
  id: 'trace',
  path: '/trace',
  label: words.rooms.trace.title,
  icon: Route,
  group: 'mail',
  order: 50,
  keywords: words.rooms.trace.keywords,
  allowed: (user) => can(user, 'logs', 'read'),
  whoCan: words.rooms.trace.whoCan,
  page: () => import('./page.tsx'),
})
