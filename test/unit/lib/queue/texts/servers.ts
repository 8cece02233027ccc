import type { Text } from './text.ts'

/** What servers answer that do not take this server, the recipient or the message, or have troubles of their own. */
export const servers: readonly Text[] = [
  // The name of this server.
  [
    'ptr_missing',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.25 The IP address sending this message does not have a PTR record setup, or the corresponding forward DNS entry does not point to the sending IP. 421 4.7.25 https://support.google.com/mail/answer/81126#ip-practices (in reply to end of DATA command)',
  ],
  [
    'ptr_missing',
    'host mx.example.net[192.0.2.55] said: 450 4.7.25 Client host rejected: cannot find your hostname, [198.51.100.7] (in reply to RCPT TO command)',
  ],
  [
    'ptr_missing',
    'host mx.example.net[192.0.2.55] said: 450 4.7.1 Client host rejected: cannot find your reverse hostname, [198.51.100.7] (in reply to RCPT TO command)',
  ],
  [
    'ptr_missing',
    'host mx.example.net[192.0.2.56] refused to talk to me: 421 Reverse DNS lookup failed for 198.51.100.7',
  ],
  [
    'helo_refused',
    'host mx.example.net[192.0.2.57] said: 450 4.7.1 <mail.example.org>: Helo command rejected: Host not found (in reply to RCPT TO command)',
  ],
  [
    'helo_refused',
    'host mx.example.net[192.0.2.57] said: 450 4.7.1 Invalid HELO name (See RFC2821 4.1.1.1) (in reply to RCPT TO command)',
  ],
  [
    'sender_refused',
    'host mx.example.net[192.0.2.58] said: 450 4.1.8 <alice@example.org>: Sender address rejected: Domain not found (in reply to RCPT TO command)',
  ],
  [
    'sender_refused',
    'host mx.example.net[192.0.2.58] said: 450 4.1.7 <alice@example.org>: Sender address rejected: unverified address: connect to example.org[198.51.100.7]:25: Connection timed out (in reply to RCPT TO command)',
  ],
  [
    'sender_refused',
    'host mx.example.net[192.0.2.59] said: 451 Could not complete sender verify callout (in reply to RCPT TO command)',
  ],
  [
    'sender_refused',
    'host mx.example.net[192.0.2.59] said: 451 4.1.8 Domain of sender address alice@example.org does not resolve (in reply to MAIL FROM command)',
  ],
  // Encryption.
  [
    'tls_required',
    'host mx.example.net[192.0.2.60] said: 451 5.7.0 Must issue a STARTTLS command first (in reply to MAIL FROM command)',
  ],
  [
    'tls_required',
    'host mx.example.net[192.0.2.60] said: 450 4.7.1 Session encryption is required (in reply to RCPT TO command)',
  ],
  [
    'tls_failed',
    'host mx.example.net[192.0.2.60] said: 454 4.7.0 TLS not available due to local problem (in reply to STARTTLS command)',
  ],
  // The recipient.
  [
    'mailbox_full',
    "host gmail-smtp-in.l.google.com[192.0.2.26] said: 452-4.2.2 The recipient's inbox is out of storage space. Please direct the recipient to 452 4.2.2 https://support.google.com/mail/?p=OverQuotaTemp (in reply to RCPT TO command)",
  ],
  [
    'mailbox_full',
    'host mx.example.net[192.0.2.61] said: 452 4.2.2 Mailbox full (in reply to RCPT TO command)',
  ],
  [
    'mailbox_full',
    'host mx.example.net[192.0.2.61] said: 450 4.7.1 <john@example.net>: Recipient address rejected: Mailbox is over quota (in reply to RCPT TO command)',
  ],
  [
    'mailbox_full',
    'host mta6.am0.yahoodns.net[192.0.2.27] said: 452 4.2.2 The email account that you tried to reach is over quota (in reply to RCPT TO command)',
  ],
  [
    'unknown_recipient',
    'host mx.example.net[192.0.2.62] said: 450 4.1.1 <john@example.net>: Recipient address rejected: User unknown in virtual mailbox table (in reply to RCPT TO command)',
  ],
  [
    'unknown_recipient',
    'host mx.example.net[192.0.2.62] said: 450 4.1.1 <john@example.net>: Recipient address rejected: unverified address: Address lookup failure (in reply to RCPT TO command)',
  ],
  [
    'unknown_recipient',
    'host mx.example.net[192.0.2.63] said: 450 No such user here (in reply to RCPT TO command)',
  ],
  [
    'mailbox_disabled',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 450 4.2.1 The email account that you tried to reach is disabled. (in reply to RCPT TO command)',
  ],
  [
    'mailbox_disabled',
    'host mx.example.net[192.0.2.64] said: 450 4.2.1 Mailbox temporarily inactive (in reply to RCPT TO command)',
  ],
  [
    'relay_denied',
    'host mx.example.net[192.0.2.65] said: 454 4.7.1 <john@example.net>: Relay access denied (in reply to RCPT TO command)',
  ],
  [
    'relay_denied',
    'host mx.example.net[192.0.2.65] said: 450 relay not permitted (in reply to RCPT TO command)',
  ],
  [
    'too_large',
    'host mx.example.net[192.0.2.66] said: 452 4.3.4 Message size exceeds fixed limit (in reply to MAIL FROM command)',
  ],
  [
    'too_large',
    'host mx.example.net[192.0.2.66] said: 452 4.2.3 Message too large for this mailbox (in reply to MAIL FROM command)',
  ],
  // What it says.
  [
    'content_refused',
    'host mx.example.net[192.0.2.70] said: 451 4.7.1 Message content rejected, UBE, id=123-45 (in reply to end of DATA command)',
  ],
  [
    'content_refused',
    'host mx.example.net[192.0.2.70] said: 451 4.7.0 Message looks like spam, deferred (in reply to end of DATA command)',
  ],
  [
    'content_refused',
    'host mx.example.net[192.0.2.71] said: 450 4.7.1 Blocked by local policy (in reply to end of DATA command)',
  ],
  // Its own troubles.
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.80] said: 451 4.3.0 Error: queue file write error (in reply to end of DATA command)',
  ],
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.80] said: 452 4.3.1 Insufficient system storage (in reply to MAIL FROM command)',
  ],
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.81] refused to talk to me: 421 4.3.2 Service not available, closing transmission channel',
  ],
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.81] said: 451 4.3.2 System is shutting down for maintenance (in reply to MAIL FROM command)',
  ],
  [
    'service_unavailable',
    'host example-com.mail.protection.outlook.com[192.0.2.41] said: 451 4.7.500 Server busy. Please try again later from [198.51.100.7]. (in reply to RCPT TO command)',
  ],
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.82] said: 451 Temporary local problem - please try later (in reply to RCPT TO command)',
  ],
  [
    'service_unavailable',
    'host mx.example.net[192.0.2.82] said: 451 4.3.5 <john@example.net>: Recipient address rejected: Server configuration problem (in reply to RCPT TO command)',
  ],
  [
    'mail_loop',
    'host mx.example.net[192.0.2.83] said: 450 4.4.6 Too many hops (in reply to end of DATA command)',
  ],
  // What nothing is known of must stay unknown.
  ['unknown', 'host mx.example.net[192.0.2.90] said: 450 Nein danke (in reply to RCPT TO command)'],
  ['unknown', 'host mx.example.net[192.0.2.90] said: 471 K7-42 (in reply to end of DATA command)'],
  ['unknown', 'something that Postfix has never said'],
  [
    'unknown',
    'host mx.example.net[192.0.2.91] said: 450 4.0.0 Hmm. (in reply to MAIL FROM command)',
  ],
  [
    'helo_refused',
    'host mx0.example.net[192.0.2.109] refused to talk to me: 451-HELO/EHLO must contain a FQDN or IP literal 451 Please see RFC 2821 section 4.1.1.1',
  ],
  [
    'content_refused',
    'host ib1.example.net[192.0.2.110] refused to talk to me: 421 imp06 example.net connection refused from [198.51.100.7] E1210',
  ],
  [
    'poor_reputation',
    'host mta5.am0.yahoodns.net[192.0.2.27] refused to talk to me: 421 4.7.1 [TS03] All messages from 198.51.100.7 will be permanently deferred; Retrying will NOT succeed. See http://postmaster.example.com/errors/421-ts03.html',
  ],
  [
    'milter_down',
    'host 127.0.0.1[127.0.0.1] said: 451 4.5.0 Error in processing, id=07411-04, virus_scan FAILED: virus_scan: ALL VIRUS SCANNERS FAILED (in reply to end of DATA command)',
  ],
  [
    'rate_limited',
    'host smtp.office365.com[192.0.2.120] said: 432 4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Hostname=P212321.PROD.OUTLOOK.COM] (in reply to end of DATA command)',
  ],
  [
    'milter_down',
    'host 127.0.0.1[127.0.0.1] said: 451 4.5.0 id=11249-03 - Temporary MTA failure on relaying, From MTA() during fwd-connect (Negative greeting: at (eval 134) line 479.): id=11249-03 (in reply to end of DATA command)',
  ],
  [
    'unknown_recipient',
    'host mx.example.org[192.0.2.121] said: 450 4.1.1 <abuse@example.com>: Recipient address rejected: unverified address: Mailbox might be disabled, full, or may not exist on the server. Reason: JFE030050 (in reply to RCPT TO command)',
  ],
  [
    'rate_limited',
    'host mx.example.com[192.0.2.123] said: 450 4.2.1 receiving mail too quickly (in reply to RCPT TO command)',
  ],
  [
    'sender_refused',
    'host mx3.qq.com[192.0.2.127] said: 450 Domain may not exist or DNS check failed (in reply to MAIL FROM command)',
  ],
]
