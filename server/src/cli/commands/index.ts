import type { Command } from '../command.ts'
import { listAccounts } from './accounts.ts'
import { resetPassword } from './admin.ts'
import { createAlias, deleteAlias, listAliases } from './aliases.ts'
import { activateKey, createKey, deleteKey, listKeys } from './dkim.ts'
import { checkDns, listDns } from './dns.ts'
import { doctor } from './doctor.ts'
import { createDomain, deleteDomain, listDomains } from './domains.ts'
import { clearDelay } from './login.ts'
import {
  deleteQueued,
  deliverQueued,
  flushQueue,
  holdQueued,
  listQueue,
  releaseQueued,
  requeueQueued,
  showQueued,
} from './queue.ts'
import { listServices, restartService, startService, stopService } from './services.ts'
import { setupLink } from './setup-link.ts'
import { listTokens, revokeToken } from './tokens.ts'
import { searchTrace, showTrace } from './trace.ts'
import { createUser, deleteUser, listUsers } from './users.ts'

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
  'setup-link': setupLink,
  'admin reset-password': resetPassword,
  'login clear-delay': clearDelay,
  'domains list': listDomains,
  'domains create': createDomain,
  'domains delete': deleteDomain,
  'users list': listUsers,
  'users create': createUser,
  'users delete': deleteUser,
  'aliases list': listAliases,
  'aliases create': createAlias,
  'aliases delete': deleteAlias,
  'accounts list': listAccounts,
  'tokens list': listTokens,
  'tokens revoke': revokeToken,
  'dkim list': listKeys,
  'dkim create': createKey,
  'dkim activate': activateKey,
  'dkim delete': deleteKey,
  'dns list': listDns,
  'dns check': checkDns,
  queue: listQueue,
  'queue show': showQueued,
  'queue flush': flushQueue,
  'queue delete': deleteQueued,
  'queue hold': holdQueued,
  'queue release': releaseQueued,
  'queue requeue': requeueQueued,
  'queue deliver': deliverQueued,
  trace: searchTrace,
  'trace show': showTrace,
  services: listServices,
  'services start': startService,
  'services stop': stopService,
  'services restart': restartService,
  doctor,
}
