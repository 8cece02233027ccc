import '../ui/base.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { TipHost } from '../ui/tip.tsx'
import { LoginPage } from './login-page.tsx'
import { SetupPage } from './setup-page.tsx'

// The small entry: no router, no query cache, none of the kit's popups.
const Page = location.pathname.startsWith('/setup') ? SetupPage : LoginPage
const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Page />
      <TipHost />
    </StrictMode>,
  )
