import type { Endpoint } from '@mc/shared/contract'

/** The edition that runs. Every endpoint of the table is in it, so nothing is refused for its tier. */
export const license: { readonly tier: Extract<Endpoint['tier'], 'community'> } = {
  tier: 'community',
}
