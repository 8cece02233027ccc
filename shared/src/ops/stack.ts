import { Type } from 'typebox'
import { defineOps } from './define.ts'
import { CertificateState, MailSettings } from './mail-settings.ts'

const Part = Type.Object({
  /** postfix, dovecot, opendkim, … as an administrator calls it. */
  name: Type.String(),
  status: Type.Union([Type.Literal('ok'), Type.Literal('down'), Type.Literal('absent')]),
  /** A sentence: what was asked and what came back, and what to do when it is not `ok`. */
  detail: Type.String(),
})

/** The mail stack as a whole. */
export const stackOps = defineOps({
  'stack.status': {
    summary: 'Ask each part of the mail stack whether it answers',
    effect: 'read',
    timeout: 5_000,
    input: Type.Object({}, { additionalProperties: false }),
    output: Type.Object({
      parts: Type.Array(Part),
      ports: Type.Record(Type.String(), Type.Integer()),
    }),
  },
  'stack.apply': {
    summary: 'Render, check, install and reload the configuration; put the old one back on failure',
    effect: 'change',
    timeout: 60_000,
    input: MailSettings,
    output: Type.Object({ changed: Type.Array(Type.String()), certificate: CertificateState }),
  },
  'certificate.read': {
    summary: 'Describe the certificate that Postfix and Dovecot serve',
    effect: 'read',
    timeout: 5_000,
    input: Type.Object({}, { additionalProperties: false }),
    output: CertificateState,
  },
})
