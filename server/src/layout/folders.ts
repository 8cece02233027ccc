import { dirname } from 'node:path'
import type { StackLayout } from './stack.ts'

/** A folder of the mail stack: who may enter it. Owner and group by name, root when absent. */
export interface StackFolder {
  readonly path: string
  readonly mode: number
  readonly owner?: string
  readonly group?: string
}

type Stack = Omit<StackLayout, 'folders'>

/** What both layouts have. A socket's folder is its guard: only who must connect may enter. */
const guards = (stack: Stack): StackFolder[] => {
  const { users } = stack
  return [
    { path: `${stack.postfix.config}/maps`, mode: 0o750, group: users.postfix },
    { path: stack.dovecot.sieve, mode: 0o755 },
    { path: stack.opendkim.config, mode: 0o755 },
    { path: dirname(stack.opendkim.keys), mode: 0o755 },
    { path: stack.opendkim.keys, mode: 0o750, group: users.opendkim },
    { path: stack.opendkim.removedKeys, mode: 0o700 },
    {
      path: dirname(stack.opendkim.socket),
      mode: 0o750,
      owner: users.opendkim,
      group: users.postfix,
    },
    {
      path: dirname(stack.spamd.socket),
      mode: 0o750,
      owner: users.spamd,
      group: users.spamassMilter,
    },
    {
      path: dirname(stack.spamassMilter.socket),
      mode: 0o750,
      owner: users.spamassMilter,
      group: users.postfix,
    },
    { path: stack.tls.dir, mode: 0o700 },
  ]
}

/** The private stack stands in folders of its own from the root of it on, parents first. */
export const sandboxFolders = (stack: Stack): readonly StackFolder[] => {
  const { users, surroundings } = stack
  return [
    ...[stack.postfix.config, stack.postfix.data, stack.rsyslog.socket].map((path) => ({
      path: dirname(path),
      mode: 0o755,
    })),
    { path: stack.logs, mode: 0o755 },
    { path: stack.postfix.config, mode: 0o755 },
    { path: stack.postfix.queue, mode: 0o755 },
    { path: stack.postfix.data, mode: 0o700, owner: users.postfix },
    { path: dirname(stack.postfix.lmtpSocket), mode: 0o710, group: users.postfix },
    { path: stack.dovecot.config, mode: 0o755 },
    { path: stack.dovecot.base, mode: 0o755 },
    { path: stack.dovecot.state, mode: 0o755 },
    { path: stack.spamd.config, mode: 0o755 },
    { path: stack.spamd.home, mode: 0o750, owner: users.spamd, group: users.spamd },
    { path: stack.unbound.config, mode: 0o755 },
    { path: dirname(stack.unbound.zones), mode: 0o755 },
    {
      path: dirname(stack.unbound.control),
      mode: 0o700,
      owner: users.unbound,
      group: users.unbound,
    },
    { path: stack.rsyslog.config, mode: 0o755 },
    { path: stack.rsyslog.work, mode: 0o700 },
    ...(surroundings === undefined
      ? []
      : [{ path: surroundings.sinkDir, mode: 0o755, owner: users.sink }]),
    ...guards(stack),
  ]
}

/** Over a distribution's packages: only what they do not bring themselves; their own folders stay as they are. */
export const packagedFolders = (stack: Stack): readonly StackFolder[] => guards(stack)
