import { BookOpen, ChevronDown, KeyRound, LogOut } from 'lucide-react'
import { api } from '../lib/api.ts'
import { useUser } from '../lib/session.ts'
import { leave } from '../lib/session-gate.ts'
import { MenuButton } from '../ui/menu.tsx'
import type { MenuItem } from '../ui/menu-store.ts'
import { toast } from '../ui/toast.tsx'
import { words } from '../words/app.ts'
import { overlay } from './overlay.ts'
import styles from './top-bar.module.css'

const signOut = async () => {
  try {
    await api('POST /auth/logout')
    leave()
  } catch (error) {
    toast.fail(error)
  }
}

/** Who is signed in, and what concerns that account. */
export const AccountMenu = () => {
  const user = useUser()
  const items = (): MenuItem[] => [
    { heading: `${user.email} · ${words.roles[user.role]}` },
    'separator',
    { label: words.shell.changePassword, icon: KeyRound, run: () => overlay.set('password') },
    {
      label: words.shell.apiDocs,
      icon: BookOpen,
      run: () => void open('/api/docs', '_blank', 'noopener'),
    },
    'separator',
    { label: words.shell.signOut, icon: LogOut, run: () => void signOut() },
  ]
  return (
    <MenuButton size="sm" variant="ghost" label={words.shell.account} items={items}>
      <span className={styles.avatar} aria-hidden="true">
        {user.username.slice(0, 1)}
      </span>
      <span className="sr-only">{words.shell.accountOf}</span>
      <span className={styles.account}>{user.username}</span>
      <ChevronDown aria-hidden="true" />
    </MenuButton>
  )
}
