import type { Text } from './text.ts'

/** What Postfix itself, Dovecot and this server's own filters note when mail cannot go. */
export const postfix: readonly Text[] = [
  // What Postfix itself finds.
  ['parked', 'deferred transport'],
  ['connection_refused', 'connect to mx.example.net[192.0.2.10]:25: Connection refused'],
  [
    'connection_refused',
    'delivery temporarily suspended: connect to 127.0.0.1[127.0.0.1]:2599: Connection refused',
  ],
  ['connection_refused', 'connect to mx.example.net[2001:db8::25]:25: Connection refused'],
  [
    'connection_timeout',
    'connect to gmail-smtp-in.l.google.com[192.0.2.26]:25: Connection timed out',
  ],
  [
    'connection_timeout',
    'conversation with mx1.example.net[192.0.2.11] timed out while receiving the initial server greeting',
  ],
  [
    'connection_timeout',
    'delivery temporarily suspended: connect to mx.example.org[192.0.2.12]:25: Connection timed out',
  ],
  [
    'connection_timeout',
    'conversation with mx.example.org[192.0.2.12] timed out while sending message body',
  ],
  ['network_unreachable', 'connect to mx.example.net[2001:db8::26]:25: Network is unreachable'],
  ['network_unreachable', 'connect to mx.example.net[192.0.2.13]:25: No route to host'],
  [
    'connection_lost',
    'lost connection with mx.example.net[192.0.2.14] while receiving the initial server greeting',
  ],
  [
    'connection_lost',
    'lost connection with mx.example.net[192.0.2.14] while sending end of data -- message may be sent more than once',
  ],
  [
    'host_not_found',
    'Host or domain name not found. Name service error for name=exmaple.net type=AAAA: Host not found',
  ],
  ['host_not_found', 'unable to look up host mx.gone.example: Name or service not known'],
  [
    'dns_failure',
    'Host or domain name not found. Name service error for name=example.net type=MX: Host not found, try again',
  ],
  [
    'dns_failure',
    'Host or domain name not found. Name service error for name=mx.example.net type=A: Host not found, try again',
  ],
  ['dns_failure', 'unable to look up host mx.example.net: Temporary failure in name resolution'],
  [
    'dns_failure',
    'Name service error for name=example.net type=MX: Malformed or unexpected name server reply',
  ],
  ['tls_required', 'TLS is required, but was not offered by host mx.example.net[192.0.2.15]'],
  ['tls_required', 'TLS is required, but our TLS engine is unavailable'],
  ['tls_failed', 'Cannot start TLS: handshake failure'],
  ['tls_failed', 'Server certificate not trusted'],
  ['tls_failed', 'Server certificate not verified'],
  ['tls_failed', 'delivery temporarily suspended: Cannot start TLS: handshake failure'],
  ['lookup_failed', 'temporary lookup failure'],
  ['lookup_failed', 'alias lookup problem'],
  ['lookup_failed', 'address resolver failure'],
  ['lookup_failed', 'local data error while talking to mx.example.net[192.0.2.15]'],
  ['transport_missing', 'mail transport unavailable'],
  ['transport_missing', 'unknown mail transport error'],
  ['mail_loop', 'mail for example.net loops back to myself'],
  ['mail_loop', 'mail forwarding loop for john@example.net'],
  ['local_storage', 'queue file write error'],
  ['mail_store_down', 'connect to mail.example.org[/srv/state/run/lmtp]: Connection refused'],
  [
    'mail_store_down',
    'connect to mail.example.org[private/dovecot-lmtp]: No such file or directory',
  ],
  [
    'mail_store_down',
    'lost connection with mail.example.org[private/dovecot-lmtp] while receiving the initial server greeting',
  ],
  // Dovecot's LMTP service and this server's own filters.
  [
    'mailbox_full',
    'host mail.example.org[private/dovecot-lmtp] said: 452 4.2.2 <john@example.org> Quota exceeded (mailbox for user is full) (in reply to end of DATA command)',
  ],
  [
    'lookup_failed',
    'host mail.example.org[private/dovecot-lmtp] said: 451 4.3.0 <john@example.org> Internal error occurred. Refer to server log for more information. (in reply to RCPT TO command)',
  ],
  [
    'milter_down',
    'host 127.0.0.1[127.0.0.1] said: 451 4.7.1 Service unavailable - try again later (in reply to end of DATA command)',
  ],
]
