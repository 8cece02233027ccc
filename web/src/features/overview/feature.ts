import { useQuery } from '@tanstack/react-query'
import { LayoutDashboard } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { overviewQuery } from './queries.ts'

/** What is urgent; what can wait is told on the page. */
const useBadge = (): number => {
  const { data } = useQuery(overviewQuery)
  return data?.attention.filter(({ severity }) => severity === 'bad').length ?? 0
}

export const feature = defineFeature({
  id: 'overview',
  path: '/',
  label: words.rooms.overview.title,
  icon: LayoutDashboard,
  group: 'overview',
  order: 10,
  keywords: words.rooms.overview.keywords,
  allowed: (user) => can(user, 'stats', 'read'),
  whoCan: words.rooms.overview.whoCan,
  page: () => import('./page.tsx'),
  useBadge,
})
