import { SquareTerminal } from 'lucide-react'
import { defineFeature } from '../../../lib/feature.ts'
import { can } from '../../../lib/session.ts'
import { words } from '../../../words/index.ts'

export const feature = defineFeature({
  id: 'mail-log',
  path: '/logs',
  label: words.mailLog.title,
  icon: SquareTerminal,
  group: 'server',
  order: 20,
  keywords: words.mailLog.keywords,
  allowed: (user) => can(user, 'logs', 'read'),
  whoCan: words.mailLog.whoCan,
  page: () => import('./page.tsx'),
})
