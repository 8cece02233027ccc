import type { Layout } from '../../layout/index.ts'
import { ED25519_SIGNER } from '../../layout/services.ts'
import type { Program } from '../managers/manager.ts'
import { ed25519Use } from './ed25519-use.ts'

const outputs = ({ stack }: Layout): Program[] =>
  stack.surroundings === undefined
    ? []
    : [
        {
          name: 'sink',
          // chroot to the folder, one file a message, named by time and a random suffix.
          command: [
            stack.daemons.smtpSink,
            ...['-u', stack.users.sink, '-R', stack.surroundings.sinkDir],
            ...['-d', '%Y%m%d%H%M%S.', `127.0.0.1:${stack.surroundings.sinkPort}`, '100'],
          ],
          priority: 50,
        },
      ]

/** Only while there are keys for it. */
const ed25519Signer = (layout: Layout): Program[] =>
  ed25519Use(layout) === 'none'
    ? []
    : [
        {
          name: ED25519_SIGNER,
          command: [layout.stack.daemons.opendkim, '-f', '-x', layout.stack.ed25519Signer.file],
          priority: 40,
          stopWait: 1,
        },
      ]

/**
 * The mail daemons as supervisord runs them in the foreground. SIGTERM to OpenDKIM and the spam milter takes libmilter
 * up to five seconds to notice, and neither keeps anything, hence their short patience.
 */
export const supervisordPrograms = (layout: Layout): Program[] => {
  const { daemons, users, ...stack } = layout.stack
  return [
    {
      name: 'rsyslog',
      command: [daemons.rsyslogd, '-n', '-f', stack.rsyslog.file, '-i', 'NONE'],
      priority: 20,
    },
    { name: 'unbound', command: [daemons.unbound, '-d', '-c', stack.unbound.file], priority: 20 },
    {
      name: 'spamd',
      command: [
        daemons.spamd,
        ...['-L', '-x', '-m', '2', '--min-children=1', '--max-spare=1', '-u', users.spamd],
        ...[`--siteconfigpath=${stack.spamd.config}`, '-H', stack.spamd.home, '-s', 'mail'],
        ...[`--socketpath=${stack.spamd.socket}`, '--socketmode=0666'],
      ],
      priority: 30,
    },
    {
      name: 'opendkim',
      command: [daemons.opendkim, '-f', '-x', stack.opendkim.file],
      priority: 40,
      stopWait: 1,
    },
    {
      name: 'spamass-milter',
      command: [
        daemons.spamassMilter,
        ...['-p', stack.spamassMilter.socket, '-m', '--', '-U', stack.spamd.socket],
      ],
      priority: 40,
      stopWait: 1,
      // It cannot be told a mode for its socket; the folder is the guard.
      umask: '0000',
      user: users.spamassMilter,
    },
    {
      name: 'dovecot',
      command: [daemons.dovecot, '-F', '-c', stack.dovecot.file],
      priority: 50,
    },
    ...ed25519Signer(layout),
    ...outputs(layout),
    {
      name: 'postfix',
      command: [daemons.postfix, '-c', stack.postfix.config, '-d'],
      priority: 60,
      // A fatal error is followed by a second's sleep before the end (msg_fatal(3)).
      settle: 2,
      env: { MAIL_CONFIG: stack.postfix.config },
    },
  ]
}
