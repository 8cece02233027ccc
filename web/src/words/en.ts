import { core } from './core.ts'
import { accounts } from './en/accounts.ts'
import { aliasWords } from './en/aliases.ts'
import { audit } from './en/audit.ts'
import { bulk } from './en/bulk.ts'
import { deedWords } from './en/deeds.ts'
import { dkimWords } from './en/dkim.ts'
import { dnsWords } from './en/dns.ts'
import { jobWords } from './en/jobs.ts'
import { mail } from './en/mail.ts'
import { overview } from './en/overview.ts'
import { queueWords } from './en/queue.ts'
import { services } from './en/services.ts'
import { settings } from './en/settings.ts'
import { shell } from './en/shell.ts'
import { tokens } from './en/tokens.ts'
import { traceWords } from './en/trace.ts'
import { trash } from './en/trash.ts'
import { users } from './en/users.ts'

/** English. Plain, short, sentence case; errors say what happened, what is untouched and what to do. */
export const en = {
  ...core,
  ...bulk,
  ...jobWords,
  ...deedWords,
  ...shell,
  ...mail,
  ...users,
  ...aliasWords,
  ...dkimWords,
  ...dnsWords,
  ...trash,
  ...queueWords,
  ...traceWords,
  ...overview,
  ...accounts,
  ...tokens,
  ...audit,
  ...services,
  ...settings,
}
