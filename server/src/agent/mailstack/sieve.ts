import { HEADER, type RenderedFile, type RenderInput } from './rendered.ts'

/**
 * The script that runs before each user's own: what the spam filter marked goes to Junk, nothing is discarded. It is
 * compiled by root, since the delivery process may not write beside it.
 */
export const renderSieve = ({ layout }: RenderInput): RenderedFile => ({
  path: `${layout.stack.dovecot.sieve}/junk.sieve`,
  text: `${HEADER}require ["fileinto", "mailbox"];
if header :is "X-Spam-Flag" "YES" {
  fileinto :create "Junk";
  stop;
}
`,
  mode: 0o644,
})
