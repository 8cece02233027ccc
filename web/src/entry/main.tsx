import '../ui/base.css'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { queryClient } from '../app/query-client.ts'
import { router } from '../app/router.tsx'
import { startLive } from '../lib/live.ts'
import { meQuery } from '../lib/session.ts'
import { startSession } from '../lib/session-gate.ts'
import { reloadWhenStale } from '../lib/stale-page.ts'

startSession()
reloadWhenStale()
// Back to a page kept by the browser: who is signed in may have changed meanwhile.
addEventListener('pageshow', (event) => event.persisted && location.reload())
startLive(queryClient)
// Asked together with the page's own data instead of before it.
void queryClient.prefetchQuery(meQuery)

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  )
