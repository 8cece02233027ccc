import type { Service } from '@mc/shared/contract'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { type ApiError, isApiError } from '../../lib/api-error.ts'
import { toast } from '../../ui/toast.tsx'
import { type ServiceAction, useControl } from './queries.ts'

const ConfirmControl = lazy(() => import('./confirm-control.tsx'))
const CutsOffDialog = lazy(() => import('./cuts-off-dialog.tsx'))
const FailureDialog = lazy(() => import('./failure-dialog.tsx'))

export type ServiceName = Service['name']

/** Something that was asked of a service. */
export interface Wish {
  name: ServiceName
  action: ServiceAction
}

export interface Deeds {
  /** The service that is being started, stopped or restarted. */
  busy: ServiceName | undefined
  /** Does it at once; resolves with what was done, undefined when it was not. */
  run: (wish: Wish, confirm?: boolean) => Promise<string | undefined>
  /** Says first what rests meanwhile. */
  ask: (wish: Wish) => void
  dialogs: ReactNode
}

/** Starting, stopping and restarting, with all that may have to be asked or told. */
export const useDeeds = (): Deeds => {
  const control = useControl()
  const [busy, setBusy] = useState<ServiceName>()
  const [asked, setAsked] = useState<Wish>()
  const [cut, setCut] = useState<Wish & { consequence: string }>()
  const [failure, setFailure] = useState<{ wish: Wish; error: ApiError }>()
  const run = async (wish: Wish, confirm = false): Promise<string | undefined> => {
    const { name, action } = wish
    setBusy(name)
    try {
      return (await control({ service: name, action, ...(confirm && { confirm }) })).message
    } catch (error) {
      if (isApiError(error, 'cuts_off_panel')) {
        setCut({ ...wish, consequence: String(error.details.consequence) })
      } else if (isApiError(error, 'service_failed')) setFailure({ wish, error })
      else toast.fail(error)
      return undefined
    } finally {
      setBusy(undefined)
    }
  }
  const dialogs = (
    <Suspense fallback={null}>
      {asked && (
        <ConfirmControl wish={asked} run={() => run(asked)} onClosed={() => setAsked(undefined)} />
      )}
      {cut && (
        <CutsOffDialog
          name={cut.name}
          consequence={cut.consequence}
          run={() => run(cut, true)}
          onClosed={() => setCut(undefined)}
        />
      )}
      {failure && <FailureDialog {...failure} onClosed={() => setFailure(undefined)} />}
    </Suspense>
  )
  return { busy, run, ask: setAsked, dialogs }
}
