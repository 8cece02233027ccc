import { fileURLToPath } from 'node:url'
import { type TSchema, Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDeps } from '../deps.ts'
import type { MailStoreTask } from '../mail-store-worker.ts'
import { endSessions } from '../mailstack/sessions.ts'
import { OpFailure } from '../op-failure.ts'
import type { Handlers } from './index.ts'

type MailStoreOps = 'mailstore.discard' | 'mailstore.restore' | 'mailstore.purge' | 'sessions.end'

const WORKER = fileURLToPath(new URL('../mail-store-worker.ts', import.meta.url))

const Discarded = Type.Object({ moved: Type.Boolean(), size_bytes: Type.Integer() })
const Restored = Type.Object({ moved: Type.Boolean() })
const Purged = Type.Object({ purged: Type.Boolean() })

/** Does one task in a process with vmail's uid: whatever links are planted in a maildir lead no further than its owner may go. */
const asVmail = async <T extends TSchema>(
  { layout, run }: AgentDeps,
  task: Omit<MailStoreTask, 'store' | 'trash'>,
  answer: T,
) => {
  const { uid, gid, store, trash } = layout.mail
  const { code, stdout, stderr } = await run('node', [WORKER], {
    uid,
    gid,
    timeout: 110_000,
    input: JSON.stringify({ ...task, store, trash } satisfies MailStoreTask),
  })
  if (code !== 0) {
    throw new OpFailure(
      'mail_store_failed',
      `The mail store refused: ${stderr.trim().split('\n').at(-1) ?? 'no reason given'}. Nothing else was changed.`,
    )
  }
  return Value.Parse(answer, JSON.parse(stdout))
}

export const mailStoreHandlers = (deps: AgentDeps): Pick<Handlers, MailStoreOps> => ({
  'mailstore.discard': (input) => asVmail(deps, { action: 'discard', ...input }, Discarded),
  'mailstore.restore': (input) => asVmail(deps, { action: 'restore', ...input }, Restored),
  'mailstore.purge': (input) => asVmail(deps, { action: 'purge', home_id: '', ...input }, Purged),
  'sessions.end': async ({ addresses }) => ({ ended: await endSessions(deps, addresses) }),
})
