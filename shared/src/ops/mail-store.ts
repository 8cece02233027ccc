import { Type } from 'typebox'
import { defineOps } from './define.ts'
import { SafeAddress } from './mail-settings.ts'

/** Opaque folder id of a mailbox, made by the panel, never computed from the address. */
const HomeId = Type.String({ pattern: '^[0-9a-f]{32}$' })
const MailboxId = Type.Integer({ minimum: 1 })
/** UTC date of the deletion: names the folder in the trash. */
const TrashDate = Type.String({ pattern: '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' })
const trashed = { mailbox_id: MailboxId, trash_date: TrashDate }

/** Work in the mail store; done with vmail's uid, following no links. Every operation may be repeated. */
export const mailStoreOps = defineOps({
  'mailstore.discard': {
    summary:
      "Move a mailbox's home to trash/<date>/<mailbox id>; nothing to do if it never had mail",
    effect: 'change',
    timeout: 30_000,
    input: Type.Object({ home_id: HomeId, ...trashed }, { additionalProperties: false }),
    output: Type.Object({ moved: Type.Boolean(), size_bytes: Type.Integer() }),
  },
  'mailstore.restore': {
    summary: 'Move it back from the trash',
    effect: 'change',
    timeout: 30_000,
    input: Type.Object({ home_id: HomeId, ...trashed }, { additionalProperties: false }),
    output: Type.Object({ moved: Type.Boolean() }),
  },
  'mailstore.purge': {
    summary: 'Erase one mailbox from the trash for good',
    effect: 'destroy',
    timeout: 120_000,
    input: Type.Object(trashed, { additionalProperties: false }),
    output: Type.Object({ purged: Type.Boolean() }),
  },
  'sessions.end': {
    summary: 'End all IMAP, POP3 and sieve sessions of the logins named',
    effect: 'change',
    timeout: 15_000,
    input: Type.Object(
      { addresses: Type.Array(SafeAddress, { maxItems: 1000 }) },
      { additionalProperties: false },
    ),
    output: Type.Object({ ended: Type.Integer() }),
  },
})
