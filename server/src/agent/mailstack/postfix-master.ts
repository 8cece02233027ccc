import type { Layout } from '../../layout/index.ts'
import type { Ed25519Use } from './ed25519-use.ts'
import { postfixWord } from './escape.ts'
import { signingMilters } from './postfix-milters.ts'
import { HEADER, type RenderedFile, type RenderInput } from './rendered.ts'

type Overrides = Readonly<Record<string, string>>

/** master(5): `-o { name = value }` takes a value with blanks. */
const service = (fields: string, overrides: Overrides = {}): string =>
  [fields, ...Object.entries(overrides).map(([name, value]) => `  -o { ${name} = ${value} }`)].join(
    '\n',
  )

const endpoint = ({ listen }: Layout, port: number): string =>
  listen === undefined ? String(port) : `${postfixWord(listen)}:${port}`

/**
 * In the private stack every client shares 127.0.0.1: budgets by address would count all of them as one. Clients from
 * other addresses, and every client in production, are counted.
 */
const budgets = (layout: Layout): Overrides =>
  layout.stack.surroundings === undefined
    ? {}
    : { smtpd_client_event_limit_exceptions: '127.0.0.1/32' }

type Input = Pick<RenderInput, 'layout' | 'ed25519'>

/** How the services that take our users' mail have it signed. */
const askingSigners = (layout: Layout, ed25519: Ed25519Use): Overrides => ({
  smtpd_milters: signingMilters(layout, ed25519),
})

/** Whether a master.cf has the signers asked that this use takes. */
export const asksSigners = (masterCf: string, layout: Layout, ed25519: Ed25519Use): boolean =>
  service('', askingSigners(layout, ed25519))
    .split('\n')
    .filter(Boolean)
    .every((line) => masterCf.includes(`${line}\n`))

const submission = ({ layout, ed25519 }: Input, name: string, tls: Overrides): Overrides => ({
  ...budgets(layout),
  syslog_name: `postfix/${name}`,
  ...tls,
  smtpd_sasl_auth_enable: 'yes',
  smtpd_client_restrictions: 'permit_sasl_authenticated,reject',
  smtpd_helo_restrictions: '',
  smtpd_sender_restrictions: '$mc_submission_sender',
  smtpd_relay_restrictions: 'permit_sasl_authenticated,reject',
  smtpd_recipient_restrictions: '$mc_submission_recipient',
  smtpd_reject_unlisted_sender: 'yes',
  smtpd_recipient_limit: '100',
  ...askingSigners(layout, ed25519),
  milter_macro_daemon_name: 'ORIGINATING',
  cleanup_service_name: 'subcleanup',
})

const listeners = ({ layout, ed25519 }: Input): string[] => [
  service(`${endpoint(layout, layout.ports.smtp)} inet n - n - - smtpd`, budgets(layout)),
  service(
    `${endpoint(layout, layout.ports.submission)} inet n - n - - smtpd`,
    submission({ layout, ed25519 }, 'submission', { smtpd_tls_security_level: 'encrypt' }),
  ),
  service(
    `${endpoint(layout, layout.ports.submissions)} inet n - n - - smtpd`,
    submission({ layout, ed25519 }, 'submissions', { smtpd_tls_wrappermode: 'yes' }),
  ),
  // What Sieve sends: from this machine only, neither filtered nor signed, so it lends nobody's name.
  service(`127.0.0.1:${layout.stack.postfix.reinjectPort} inet n - n - - smtpd`, {
    syslog_name: 'postfix/reinject',
    smtpd_client_restrictions: 'permit_mynetworks,reject',
    smtpd_helo_restrictions: '',
    smtpd_sender_restrictions: '',
    smtpd_relay_restrictions: 'permit_mynetworks,reject',
    smtpd_recipient_restrictions: 'reject_non_fqdn_recipient,reject_unlisted_recipient',
    smtpd_tls_security_level: 'none',
    smtpd_milters: '',
    smtpd_client_connection_count_limit: '0',
    smtpd_client_connection_rate_limit: '0',
  }),
]

const internal = ({ stack }: Layout): string[] => [
  service('pickup unix n - n 60 1 pickup', { cleanup_service_name: 'localcleanup' }),
  service('cleanup unix n - n - 0 cleanup'),
  service('subcleanup unix n - n - 0 cleanup', {
    syslog_name: 'postfix/submission',
    header_checks: `regexp:${postfixWord(stack.postfix.config)}/submission_header_checks`,
  }),
  // Only root may hand mail to sendmail(1), so what comes this way is ours to sign.
  service('localcleanup unix n - n - 0 cleanup', { milter_macro_daemon_name: 'ORIGINATING' }),
  'qmgr unix n - n 300 1 qmgr',
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'rewrite unix - - n - - trivial-rewrite',
  'bounce unix - - n - 0 bounce',
  'defer unix - - n - 0 bounce',
  'trace unix - - n - 0 bounce',
  'verify unix - - n - 1 verify',
  'flush unix n - n 1000? 0 flush',
  'proxymap unix - - n - - proxymap',
  'proxywrite unix - - n - 1 proxymap',
  'smtp unix - - n - - smtp',
  'relay unix - - n - - smtp',
  'showq unix n - n - - showq',
  'error unix - - n - - error',
  'retry unix - - n - - error',
  'discard unix - - n - - discard',
  'local unix - n n - - local',
  'virtual unix - n n - - virtual',
  'lmtp unix - - n - - lmtp',
  'anvil unix - - n - 1 anvil',
  'scache unix - - n - 1 scache',
  'postlog unix-dgram n - n - 1 postlogd',
]

/** master.cf. Nothing is chrooted: the maps and sockets lie outside the queue. */
export const renderMaster = ({ layout, ed25519 }: RenderInput): RenderedFile => ({
  path: `${layout.stack.postfix.config}/master.cf`,
  text: `${HEADER}${[
    ...listeners({ layout, ed25519 }),
    ...internal(layout),
    ...(layout.stack.surroundings === undefined ? [] : ['parked unix - - n - - smtp']),
  ].join('\n')}\n`,
  mode: 0o644,
})

/** Header rules, one file for each cleanup service: they are global to the service that has them. */
export const renderHeaderChecks = ({ layout }: RenderInput): RenderedFile[] => [
  {
    path: `${layout.stack.postfix.config}/incoming_header_checks`,
    text: `${HEADER}/^X-Spam-/ IGNORE\n`,
    mode: 0o644,
  },
  {
    path: `${layout.stack.postfix.config}/submission_header_checks`,
    // The address that a user sends from is nobody's business.
    text: `${HEADER}/^Received:.*with ESMTPS?A/ IGNORE\n`,
    mode: 0o644,
  },
]
