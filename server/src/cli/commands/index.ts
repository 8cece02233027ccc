import type { Command } from '../command.ts'
import { doctor } from './doctor.ts'
import { clearDelay } from './login.ts'
import { setupLink } from './setup-link.ts'

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
  'setup-link': setupLink,
  'login clear-delay': clearDelay,
  doctor,
}
