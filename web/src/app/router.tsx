import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router'
import type { Feature } from '../lib/feature.ts'
import { parseSearch, stringifySearch } from '../lib/search.ts'
import { AreaError } from './area-error.tsx'
import { FeaturePage } from './feature-page.tsx'
import { features } from './features.ts'
import { NotFound } from './not-found.tsx'
import { Shell } from './shell.tsx'

type PageModule = Awaited<ReturnType<Feature['page']>>

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFound,
  errorComponent: AreaError,
})

/** `/domains` and `/domains/12` are one page, so that a panel opens over a list that stays as it is. */
const routeOf = (feature: Feature) => {
  const Page = lazyRouteComponent<PageModule>(feature.page)
  return createRoute({
    getParentRoute: () => root,
    path: feature.path === '/' ? '/' : `${feature.path}/{-$id}`,
    component: () => (
      <FeaturePage feature={feature}>
        <Page />
      </FeaturePage>
    ),
    loader: () => Page.preload?.(),
    errorComponent: AreaError,
  })
}

export const router = createRouter({
  routeTree: root.addChildren(features.map(routeOf)),
  parseSearch,
  stringifySearch,
  defaultPendingMs: 0,
  defaultPreloadStaleTime: 0,
  scrollRestoration: false,
})
