import { lazy, Suspense } from 'react'
import { leaving } from '../lib/dirty-guard.ts'
import { reauthRequest } from '../lib/session-gate.ts'
import { useStore } from '../lib/store.ts'
import { overlay } from './overlay.ts'

const Palette = lazy(() => import('./palette.tsx'))
const HelpDialog = lazy(() => import('./help-dialog.tsx'))
const PasswordDialog = lazy(() => import('./password-dialog.tsx'))
const ReauthDialog = lazy(() => import('./reauth-dialog.tsx'))
const LeaveDialog = lazy(() => import('./leave-dialog.tsx'))

/** The shell's own dialogs. Re-authentication comes last: it opens over whatever was interrupted. */
export const Overlays = () => {
  const open = useStore(overlay)
  const reauth = useStore(reauthRequest)
  const question = useStore(leaving)
  const close = () => overlay.set(null)
  return (
    <Suspense fallback={null}>
      {open === 'palette' && <Palette onClosed={close} />}
      {open === 'help' && <HelpDialog onClosed={close} />}
      {open === 'password' && <PasswordDialog onClosed={close} />}
      {question && <LeaveDialog question={question} />}
      {reauth && <ReauthDialog answer={reauth} />}
    </Suspense>
  )
}
