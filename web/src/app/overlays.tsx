import { lazy, Suspense } from 'react'
import { leaving } from '../lib/dirty-guard.ts'
import { jobs } from '../lib/jobs.ts'
import { reauthRequest } from '../lib/session-gate.ts'
import { useStore } from '../lib/store.ts'
import { overlay } from './overlay.ts'

const JobTray = lazy(() => import('./job-tray.tsx'))
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
  const work = useStore(jobs).length > 0
  const close = () => overlay.set(null)
  return (
    <Suspense fallback={null}>
      {work && <JobTray />}
      {open === 'palette' && <Palette onClosed={close} />}
      {open === 'help' && <HelpDialog onClosed={close} />}
      {open === 'password' && <PasswordDialog onClosed={close} />}
      {question && <LeaveDialog question={question} />}
      {reauth && <ReauthDialog answer={reauth} />}
    </Suspense>
  )
}
