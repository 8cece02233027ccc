import { machinePackages } from '../../deploy/launcher/packages.mjs'
import type { Packages, Release } from '../helpers/machine-boot.ts'

/** A machine before Mission Control comes, and what the panel is to use of it. */
export interface Site {
  readonly release: Release
  readonly packages: Packages
  /** It is a mail server already, with a configuration of its own. */
  readonly serves: boolean
  /** The web server that browsers come through. */
  readonly web: 'nginx' | 'apache2'
  /** Where the panel keeps its data. */
  readonly database: 'sqlite' | 'mariadb'
}

const [postfix = '', ...others] = machinePackages.flat()
const fail2ban = ['fail2ban', 'openssl']

export const sites = {
  /** A mail server with all that it needs, which runs. */
  taken: {
    release: 'bookworm',
    packages: [postfix, ...others, 'mariadb-server', 'nginx', ...fail2ban],
    serves: true,
    web: 'nginx',
    database: 'mariadb',
  },
  /** Nothing of mail yet. */
  fresh: {
    release: 'trixie',
    packages: ['apache2', ...fail2ban],
    serves: false,
    web: 'apache2',
    database: 'sqlite',
  },
} as const satisfies Readonly<Record<string, Site>>
