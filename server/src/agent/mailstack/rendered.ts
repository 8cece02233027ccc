import type { MailSettings } from '@mc/shared/ops'
import type { Layout } from '../../layout/index.ts'
import type { Ed25519Use } from './ed25519-use.ts'
import type { LookupSource } from './lookup-source.ts'

/** A configuration file as it should stand on the machine. */
export interface RenderedFile {
  readonly path: string
  readonly text: string
  readonly mode: number
  /** Group by name; root when absent. The owner is always root. */
  readonly group?: string
}

/** All that a renderer may look at. */
export interface RenderInput {
  readonly layout: Layout
  readonly settings: MailSettings
  readonly lookup: LookupSource
  readonly ed25519: Ed25519Use
  /** Plug-in lists that the SpamAssassin package brings: name and content. */
  readonly spamassassinPlugins: readonly (readonly [name: string, text: string])[]
}

/** Says in every file who wrote it, so that nobody edits what the next start writes again. */
export const HEADER = '# Written by Mission Control; changes made here are lost at the next one.\n'

/** `key = value` lines; the values have been through an escaper. */
export const keyValueLines = (
  pairs: readonly (readonly [string, string])[],
  separator = ' = ',
): string => pairs.map(([key, value]) => `${key}${separator}${value}`.trimEnd()).join('\n')
