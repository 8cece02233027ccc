import { type Static, Type } from 'typebox'
import { Id, listQuery, Message, oneOf, pageOf, Timestamp } from './common.ts'
import { defineEndpoints, read, write } from './define.ts'

/** A deleted mailbox whose mail is still kept. */
export const TrashItem = Type.Object({
  id: Id,
  email: Type.String(),
  /** Null until the mail store was measured. */
  size_bytes: Type.Union([Type.Integer(), Type.Null()]),
  deleted_at: Timestamp,
  purge_at: Timestamp,
})
export type TrashItem = Static<typeof TrashItem>

export const trashEndpoints = defineEndpoints({
  'GET /trash': {
    summary: 'List deleted mailboxes whose mail is kept',
    access: read('users'),
    limit: 120,
    tier: 'community',
    query: listQuery(['id', 'email', 'deleted_at', 'purge_at'], {}),
    replies: { 200: pageOf(TrashItem) },
    errors: [],
  },
  'POST /trash': {
    summary: 'Restore a deleted mailbox with its mail, or erase it for good',
    access: write('users'),
    limit: 30,
    tier: 'community',
    body: Type.Object(
      { id: Id, action: oneOf(['restore', 'purge']) },
      { additionalProperties: false },
    ),
    replies: { 200: Message },
    errors: [
      'trash_not_found',
      'user_exists',
      'address_is_alias',
      'domain_gone',
      'agent_unavailable',
    ],
    audit: 'user.trash',
  },
})
