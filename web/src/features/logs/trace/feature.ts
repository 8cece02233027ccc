import { Route } from 'lucide-react'
import { defineFeature } from '../../../lib/feature.ts'
import { can } from '../../../lib/session.ts'
import { words } from '../../../words/index.ts'

export const feature = defineFeature({
  id: 'trace',
  path: '/trace',
  label: words.trace.title,
  icon: Route,
  group: 'mail',
  order: 50,
  keywords: words.trace.keywords,
  allowed: (user) => can(user, 'logs', 'read'),
  whoCan: words.trace.whoCan,
  page: () => import('./page.tsx'),
})
