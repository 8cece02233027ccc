import { Globe, Plus } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { findDomains } from './queries.ts'

export const feature = defineFeature({
  id: 'domains',
  path: '/domains',
  label: words.rooms.domains.title,
  icon: Globe,
  group: 'mail',
  order: 10,
  keywords: ['idn', 'zone'],
  allowed: (user) => can(user, 'domains', 'read'),
  whoCan: words.rooms.domains.whoCan,
  page: () => import('./page.tsx'),
  find: findDomains,
  actions: [
    {
      label: words.rooms.domains.create,
      icon: Plus,
      to: '/domains',
      search: { do: 'create' },
      keywords: ['add', 'new'],
      allowed: (user) => can(user, 'domains', 'write'),
    },
  ],
})
