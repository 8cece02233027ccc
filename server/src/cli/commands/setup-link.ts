import type { Config } from '../../config/config.ts'
import { writeSetupToken } from '../../config/secrets.ts'
import { hasAdmin } from '../../features/auth/store.ts'
import { type Command, UsageError } from '../command.ts'
import { withPanel } from '../panel.ts'
import { urlHost } from '../url-host.ts'

const originOf = ({ publicUrl, host, port }: Config): string =>
  publicUrl?.origin ?? `http://${urlHost(host)}:${port}`

export const setupLink: Command = {
  usage: '',
  summary: 'make a new one-time link for the first admin; an older one is void',
  words: { min: 0, max: 0 },
  run: () =>
    withPanel(async ({ deps: { config, db, audit }, caller }) => {
      if (await hasAdmin(db.panel)) {
        throw new UsageError(
          'There is an admin already. A forgotten password: mc admin reset-password <username>',
        )
      }
      const token = await audit.record(
        caller,
        { action: 'auth.setup_link', target: '' },
        async () => writeSetupToken(config.layout.panel.setupToken),
      )
      const link = `${originOf(config)}/setup#token=${token}`
      return { text: `${link}\nIt is good for 24 hours and one admin.`, data: { link } }
    }),
}
