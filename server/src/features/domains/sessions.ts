import type { Deps } from '../../deps.ts'

/** Ends the sessions of every mailbox of these domains; in the background, as it may be very many. */
export const endSessionsOf = (deps: Deps, domainIds: readonly number[]): void => {
  deps.db.mail
    .selectFrom('mailboxes')
    .select('email')
    .where('domain_id', 'in', [...domainIds])
    .execute()
    .then((rows) => deps.machine.endSessions(rows.map((row) => row.email)))
    .catch((err: unknown) =>
      deps.log.error({ err }, 'Sessions of a deactivated domain could not be ended'),
    )
}
