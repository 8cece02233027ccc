import type { Test } from 'tap'
import type { MailBed } from '../../../helpers/mail-bed.ts'

/** Titles with what is done under them; each makes the objects that it needs. */
export type Cases = readonly (readonly [
  title: string,
  work: (t: Test, bed: MailBed) => Promise<void>,
])[]
