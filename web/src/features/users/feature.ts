import { Mailbox, Plus, Upload } from 'lucide-react'
import { defineFeature } from '../../lib/feature.ts'
import { can } from '../../lib/session.ts'
import { words } from '../../words/app.ts'
import { findUsers, path } from './queries.ts'

export const feature = defineFeature({
  id: 'users',
  path,
  label: words.rooms.users.title,
  icon: Mailbox,
  group: 'mail',
  order: 20,
  keywords: words.rooms.users.keywords,
  allowed: (user) => can(user, 'users', 'read'),
  whoCan: words.rooms.users.whoCan,
  page: () => import('./page.tsx'),
  find: findUsers,
  actions: [
    {
      label: words.rooms.users.create,
      icon: Plus,
      to: path,
      search: { do: 'create' },
      keywords: ['new', 'add'],
      allowed: (user) => can(user, 'users', 'write'),
    },
    {
      label: words.rooms.userImport.title,
      icon: Upload,
      to: path,
      search: { do: 'import' },
      keywords: ['csv', 'bulk'],
      allowed: (user) => can(user, 'users', 'write'),
    },
  ],
})
