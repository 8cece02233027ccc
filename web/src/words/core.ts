import { kit } from './en/kit.ts'
import { login } from './en/login.ts'

/** What both entries need: the kit, and signing in. */
export const core = {
  product: 'Mission Control',
  locale: 'en-GB',
  ...kit,
  ...login,
}
