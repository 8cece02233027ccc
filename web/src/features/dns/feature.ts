import { Signpost } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/index.ts'
import { path } from './queries.ts'

export const feature = defineFeature({
  id: 'dns',
  path,
  label: words.dns.title,
  icon: Signpost,
  group: 'deliverability',
  order: 20,
  keywords: words.dns.keywords,
  allowed: (user) => can(user, 'dns', 'read'),
  whoCan: words.dns.whoCan,
  page: () => import('./page.tsx'),
})
