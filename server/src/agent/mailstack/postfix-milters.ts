import type { Layout } from '../../layout/index.ts'
import type { Ed25519Use } from './ed25519-use.ts'
import { postfixWord } from './escape.ts'

/** One milter with what happens when it does not answer; the timeouts stay far below a client's ten minutes. */
const milter = (socket: string, whenDown: 'accept' | 'tempfail'): string =>
  `{ unix:${postfixWord(socket)}, default_action=${whenDown}, connect_timeout=5s, command_timeout=10s, content_timeout=60s }`

/** Port 25: a dead filter must not stop mail. */
export const publicMilters = ({ stack }: Layout): string =>
  `${milter(stack.spamassMilter.socket, 'accept')}, ${milter(stack.opendkim.socket, 'accept')}`

/**
 * Mail of our users: unsigned mail is refused far away, so it waits until the signer is back. A second signature is
 * not waited for where there is a first.
 */
export const signingMilters = ({ stack }: Layout, ed25519: Ed25519Use): string => {
  const first = milter(stack.opendkim.socket, 'tempfail')
  if (ed25519 === 'none') return first
  const whenDown = ed25519 === 'alone' ? 'tempfail' : 'accept'
  return `${first}, ${milter(stack.ed25519Signer.socket, whenDown)}`
}
