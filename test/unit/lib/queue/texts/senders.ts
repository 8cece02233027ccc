import type { Text } from './text.ts'

/** What servers answer that do not take the sender, or not so much of it. */
export const senders: readonly Text[] = [
  // Greylisting.
  [
    'greylisted',
    'host mx.example.net[192.0.2.20] said: 450 4.2.0 <john@example.net>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/example.net.html (in reply to RCPT TO command)',
  ],
  [
    'greylisted',
    'host mx.example.net[192.0.2.20] said: 451 4.7.1 Greylisting in action, please come back later (in reply to RCPT TO command)',
  ],
  [
    'greylisted',
    'host mx.example.net[192.0.2.20] said: 450 4.7.1 <john@example.net>: Recipient address rejected: Greylisted. Please try again later. (in reply to RCPT TO command)',
  ],
  [
    'greylisted',
    'host mx.example.net[192.0.2.21] said: 451 Temporary local problem - grey listed, please try later (in reply to RCPT TO command)',
  ],
  [
    'greylisted',
    'host mx.example.net[192.0.2.22] said: 450 4.3.2 Service currently unavailable; graylisting, try again in 300 seconds (in reply to RCPT TO command)',
  ],
  [
    'greylisted',
    'host mail.protection.outlook.com[192.0.2.23] said: 451 4.7.500 Greylisted, please try again in 5 minutes from [198.51.100.7]. (S77719)',
  ],
  // Too much, too fast.
  [
    'rate_limited',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.28 Gmail has detected an unusual rate of unsolicited mail originating from your IP address. To protect our users from spam, mail sent from your IP address has been temporarily rate limited. 421 4.7.28 https://support.google.com/mail/?p=UnsolicitedRateLimitError (in reply to end of DATA command)',
  ],
  [
    'rate_limited',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered. Please resend your message at a later time. (in reply to RCPT TO command)',
  ],
  [
    'rate_limited',
    'host mta7.am0.yahoodns.net[192.0.2.27] refused to talk to me: 421 4.7.0 [TSS04] Messages from 198.51.100.7 temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yahooinc.com/error-codes',
  ],
  [
    'rate_limited',
    'host mx.example.net[192.0.2.28] said: 452 4.5.3 Error: too many recipients (in reply to RCPT TO command)',
  ],
  [
    'rate_limited',
    'host mx.example.net[192.0.2.28] refused to talk to me: 421 4.7.0 mx.example.net Error: too many connections from 198.51.100.7',
  ],
  [
    'rate_limited',
    'host eur.olc.protection.outlook.com[192.0.2.29] said: 451 4.7.650 The mail server [198.51.100.7] has been temporarily rate limited due to IP reputation. For e-mail delivery information, see https://postmaster.live.com (S775) (in reply to MAIL FROM command)',
  ],
  [
    'rate_limited',
    'host mx.example.net[192.0.2.30] said: 450 4.7.1 Error: too much mail from 198.51.100.7 (in reply to MAIL FROM command)',
  ],
  [
    'rate_limited',
    'host mx.example.net[192.0.2.30] said: 451 4.3.2 Please slow down, you are sending too fast (in reply to MAIL FROM command)',
  ],
  [
    'rate_limited',
    'host mx01.emig.gmx.net[192.0.2.31] refused to talk to me: 421-gmx.net (mxgmx017) Nemesis ESMTP Service not available 421-Too many connections 421 For explanation visit https://postmaster.gmx.net/en/error-messages?ip=198.51.100.7&c=rlv',
  ],
  // On a list.
  [
    'ip_blocklisted',
    'host mx.example.net[192.0.2.40] said: 450 4.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/198.51.100.7 (in reply to RCPT TO command)',
  ],
  [
    'ip_blocklisted',
    "host example-com.mail.protection.outlook.com[192.0.2.41] said: 451 4.7.1 Unfortunately, messages from [198.51.100.7] weren't sent. Please contact your Internet service provider since part of their network is on our block list (S3140). You can also refer your provider to http://mail.live.com/mail/troubleshooting.aspx#errors. (in reply to MAIL FROM command)",
  ],
  [
    'ip_blocklisted',
    'host mx.example.net[192.0.2.42] refused to talk to me: 421 4.7.1 198.51.100.7 is listed at bl.spamcop.net, see https://www.spamcop.net/bl.shtml?198.51.100.7',
  ],
  [
    'ip_blocklisted',
    'host d.mx.example.net[192.0.2.43] said: 450 Your IP address 198.51.100.7 is blacklisted, see http://www.barracudacentral.org/reputation?ip=198.51.100.7 (in reply to MAIL FROM command)',
  ],
  [
    'ip_blocklisted',
    'host mx.example.net[192.0.2.44] said: 451 4.7.1 Access denied, sending IP address blocked [198.51.100.7]. To request removal from this list please visit https://sender.office.com/ (in reply to RCPT TO command)',
  ],
  [
    'ip_blocklisted',
    'host mx.example.net[192.0.2.44] refused to talk to me: 450 4.7.1 DNSBL lookup: 198.51.100.7 found in b.barracudacentral.org',
  ],
  // Not trusted.
  [
    'poor_reputation',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.0 This message is suspicious due to the very low reputation of the sending domain. 421 4.7.0 https://support.google.com/mail/answer/188131 (in reply to end of DATA command)',
  ],
  [
    'poor_reputation',
    'host mx.example.net[192.0.2.45] refused to talk to me: 421 4.7.1 Service refused: poor senderscore of 198.51.100.7',
  ],
  // Authentication of the sender.
  [
    'unauthenticated',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.26 This mail has been rate limited because it is unauthenticated. Gmail requires all senders to authenticate with either SPF or DKIM. 421 4.7.26 https://support.google.com/mail/answer/81126#authentication (in reply to end of DATA command)',
  ],
  [
    'unauthenticated',
    'host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.26 Your email has been blocked because the sender is unauthenticated. Authentication results: DKIM = did not pass, SPF [example.org] with ip: [198.51.100.7] = did not pass (in reply to end of DATA command)',
  ],
  [
    'spf_refused',
    'host mx.example.net[192.0.2.50] said: 450 4.7.23 <john@example.net>: Recipient address rejected: Message rejected due to: SPF fail - not authorized. Please see http://www.open-spf.org/Why (in reply to RCPT TO command)',
  ],
  [
    'spf_refused',
    'host mx.example.net[192.0.2.50] said: 451 4.7.1 SPF check failed: 198.51.100.7 is not allowed to send mail from example.org (in reply to MAIL FROM command)',
  ],
  [
    'spf_refused',
    'host mx.example.net[192.0.2.51] said: 450 4.7.24 The SPF record of the sending domain has one or more suspicious entries (in reply to MAIL FROM command)',
  ],
  [
    'dkim_refused',
    'host mx.example.net[192.0.2.52] said: 451 4.7.20 No passing DKIM signature found (in reply to end of DATA command)',
  ],
  [
    'dkim_refused',
    'host mx.example.net[192.0.2.52] said: 450 4.7.1 DKIM verification failed temporarily: key not found (in reply to end of DATA command)',
  ],
  [
    'dmarc_refused',
    "host gmail-smtp-in.l.google.com[192.0.2.26] said: 421-4.7.26 Unauthenticated email from example.org is not accepted due to domain's DMARC policy. 421 4.7.26 https://support.google.com/mail/answer/2451690 (in reply to end of DATA command)",
  ],
  [
    'dmarc_refused',
    'host mx.example.net[192.0.2.53] said: 451 4.7.1 Message deferred: DMARC policy of example.org is reject, alignment failed (in reply to end of DATA command)',
  ],
  [
    'dmarc_refused',
    'host mta5.am0.yahoodns.net[192.0.2.27] said: 421 4.7.9 Message not accepted for policy reasons (DMARC). See https://postmaster.yahooinc.com/error-codes (in reply to end of DATA command)',
  ],
]
