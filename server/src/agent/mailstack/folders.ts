import type { Layout } from '../../layout/index.ts'
import { gidOf, uidOf } from '../accounts.ts'
import { ensureFolder } from './files.ts'

type Folder = readonly [path: string, mode: number, owner?: string, group?: string]

/** The folders of the daemons, parents first. A socket's folder is its guard: only who must connect may enter. */
const folders = ({ stack }: Layout): Folder[] => {
  const { users } = stack
  const parent = (path: string): string => path.slice(0, path.lastIndexOf('/'))
  return [
    ...[stack.postfix.config, stack.postfix.data, stack.rsyslog.socket].map(
      (path) => [parent(path), 0o755] as const,
    ),
    [stack.logs, 0o755],
    [stack.postfix.config, 0o755],
    [`${stack.postfix.config}/maps`, 0o750, 'root', users.postfix],
    [stack.postfix.queue, 0o755],
    [stack.postfix.data, 0o700, users.postfix],
    [parent(stack.postfix.lmtpSocket), 0o710, 'root', users.postfix],
    [stack.dovecot.config, 0o755],
    [stack.dovecot.sieve, 0o755],
    [stack.dovecot.base, 0o755],
    [stack.dovecot.state, 0o755],
    [stack.opendkim.config, 0o755],
    [parent(stack.opendkim.keys), 0o755],
    [stack.opendkim.keys, 0o750, 'root', users.opendkim],
    [stack.opendkim.removedKeys, 0o700],
    [parent(stack.opendkim.socket), 0o750, users.opendkim, users.postfix],
    [stack.spamd.config, 0o755],
    [stack.spamd.home, 0o750, users.spamd, users.spamd],
    [parent(stack.spamd.socket), 0o750, users.spamd, users.spamassMilter],
    [parent(stack.spamassMilter.socket), 0o750, users.spamassMilter, users.postfix],
    [stack.unbound.config, 0o755],
    [parent(stack.unbound.zones), 0o755],
    [parent(stack.unbound.control), 0o700, users.unbound, users.unbound],
    [stack.rsyslog.config, 0o755],
    [stack.rsyslog.work, 0o700],
    [stack.tls.dir, 0o700],
    ...(stack.surroundings === undefined
      ? []
      : [[stack.surroundings.sinkDir, 0o755, users.sink] as const]),
  ]
}

/** @throws Error when the package that makes the account is missing */
export const known = (id: number | undefined, what: string): number => {
  if (id !== undefined) return id
  throw new Error(`The ${what} does not exist; install the package of that daemon.`)
}

/** Makes every folder that the daemons expect, and sets its rights again where somebody changed them. */
export const ensureFolders = async (layout: Layout): Promise<void> => {
  for (const [path, mode, owner = 'root', group = 'root'] of folders(layout)) {
    await ensureFolder(path, {
      mode,
      uid: known(uidOf(layout, owner), `user ${owner}`),
      gid: known(gidOf(layout, group), `group ${group}`),
    })
  }
  for (const path of [layout.mail.store, layout.mail.trash]) {
    await ensureFolder(path, { mode: 0o700, uid: layout.mail.uid, gid: layout.mail.gid })
  }
}
