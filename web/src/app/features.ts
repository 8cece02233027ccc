import { type Feature, groups } from '../lib/feature.ts'

/** Every room brings its manifest, and each further page of a room its own; a new one is found by being there. */
const manifests = import.meta.glob<{ feature: Feature }>(
  ['../features/*/feature.ts', '../features/*/*/feature.ts'],
  { eager: true },
)

export const features: readonly Feature[] = Object.values(manifests)
  .map(({ feature }) => feature)
  .sort((a, b) => groups.indexOf(a.group) - groups.indexOf(b.group) || a.order - b.order)

/** The feature whose page stands at this address. */
export const featureAt = (path: string): Feature | undefined =>
  features.find(
    (feature) =>
      feature.path === path || (feature.path !== '/' && path.startsWith(`${feature.path}/`)),
  )
