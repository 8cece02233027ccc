import { HEADER, type RenderedFile, type RenderInput } from './rendered.ts'

/**
 * local.cf, and the packaged plug-in lists beside it: `loadplugin` lines come from nowhere else. The private stack
 * asks no network that it does not have.
 */
export const renderSpamassassin = (input: RenderInput): RenderedFile[] => {
  const { config } = input.layout.stack.spamd
  return [
    {
      path: `${config}/local.cf`,
      text: `${HEADER}required_score 5.0
report_safe 0
use_bayes 0
${input.layout.stack.surroundings === undefined ? '' : 'dns_available no\n'}`,
      mode: 0o644,
    },
    ...input.spamassassinPlugins.map(([name, text]) => ({
      path: `${config}/${name}`,
      text,
      mode: 0o644,
    })),
  ]
}
