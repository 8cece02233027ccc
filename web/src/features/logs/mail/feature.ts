import { SquareTerminal } from 'lucide-react'
import { defineFeature } from '../../../lib/feature.ts'
import { can } from '../../../lib/session.ts'
import { words } from '../../../words/app.ts'

export const feature = defineFeature({
  id: 'mail-log',
  path: '/logs',
  label: words.rooms.mailLog.title,
  icon: SquareTerminal,
  group: 'server',
  order: 20,
  keywords: words.rooms.mailLog.keywords,
  allowed: (user) => can(user, 'logs', 'read'),
  whoCan: words.rooms.mailLog.whoCan,
  page: () => import('./page.tsx'),
})
