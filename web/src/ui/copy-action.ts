import { Copy } from 'lucide-react'
import { words } from '../words/index.ts'
import { copyText } from './copy.tsx'
import type { MenuAction } from './menu-store.ts'
import { toast } from './toast.tsx'

/** A menu's way to copy an address. */
export const copyAction = (label: string, value: string): MenuAction => ({
  label,
  icon: Copy,
  run: () =>
    void copyText(value).then(
      () => toast.done(words.copy.doneWith(value)),
      () => toast.failed(words.copy.failed),
    ),
})
