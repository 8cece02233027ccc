import { Signpost } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { path } from './queries.ts'

export const feature = defineFeature({
  id: 'dns',
  path,
  label: words.rooms.dns.title,
  icon: Signpost,
  group: 'deliverability',
  order: 20,
  keywords: words.rooms.dns.keywords,
  allowed: (user) => can(user, 'dns', 'read'),
  whoCan: words.rooms.dns.whoCan,
  page: () => import('./page.tsx'),
})
