import type { Layout } from '../../layout/index.ts'
import type { StackLayout } from '../../layout/stack.ts'

const SUFFIX = '.new'

/** The folders that are rendered as a whole; everything below one of them moves with it. */
const rendered = ({ postfix, dovecot, opendkim, spamd, unbound, rsyslog }: StackLayout) =>
  [postfix, dovecot, opendkim, spamd, unbound, rsyslog].map(({ config }) => config)

const move = <T extends Record<string, string | number>>(part: T, folders: string[]): T => {
  const moved: Record<string, string | number> = { ...part }
  for (const [key, value] of Object.entries(part)) {
    const folder = folders.find((path) => value === path || String(value).startsWith(`${path}/`))
    if (folder !== undefined) moved[key] = `${folder}${SUFFIX}${String(value).slice(folder.length)}`
  }
  return moved as T
}

/**
 * The same layout with every configuration folder beside the real one, so that a daemon's checker reads a complete
 * set of new files while the running daemons still have the old.
 */
export const stagedLayout = (layout: Layout): Layout => {
  const folders = rendered(layout.stack)
  const { postfix, dovecot, opendkim, spamd, unbound, rsyslog } = layout.stack
  return {
    ...layout,
    stack: {
      ...layout.stack,
      postfix: move({ ...postfix }, folders),
      dovecot: move({ ...dovecot }, folders),
      opendkim: move({ ...opendkim }, folders),
      spamd: move({ ...spamd }, folders),
      unbound: move({ ...unbound }, folders),
      rsyslog: move({ ...rsyslog }, folders),
    },
  }
}
