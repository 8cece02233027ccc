import type { Layout } from '../../layout/index.ts'
import type { StackLayout } from '../../layout/stack.ts'

/** The folders that are rendered as a whole; everything below one of them moves with it. */
const rendered = ({ postfix, dovecot, opendkim, spamd, unbound, rsyslog }: StackLayout) =>
  [postfix, dovecot, opendkim, spamd, unbound, rsyslog].map(({ config }) => config)

/**
 * The same layout with every configuration folder below the staging folder, so that a daemon's checker reads a complete
 * set of new files while the running daemons still have the old.
 */
export const stagedLayout = (layout: Layout): Layout => {
  const folders = rendered(layout.stack)
  const move = <T extends object>(part: T): T => {
    const moved = { ...part }
    for (const [key, value] of Object.entries(part)) {
      const isInside = folders.some(
        (path) => value === path || String(value).startsWith(`${path}/`),
      )
      if (isInside) Object.assign(moved, { [key]: `${layout.stack.staged}${value}` })
    }
    return moved
  }
  const { postfix, dovecot, opendkim, ed25519Signer, spamd, unbound, rsyslog } = layout.stack
  return {
    ...layout,
    stack: {
      ...layout.stack,
      postfix: move(postfix),
      dovecot: move(dovecot),
      opendkim: move(opendkim),
      ed25519Signer: move(ed25519Signer),
      spamd: move(spamd),
      unbound: move(unbound),
      rsyslog: move(rsyslog),
    },
  }
}
