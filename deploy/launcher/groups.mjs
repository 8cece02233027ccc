// What `npm test` runs: folders of ../../test, in this order, and what each needs of the machine.
import { mailPackages } from './packages.mjs'

const mariadb = ['mariadb-server-core', 'mariadb-client']
const chromium = ['chromium', 'fonts-liberation']
/** Fresh Debian machines to try the two commands on. */
const machines = ['debootstrap', 'systemd-container']

/**
 * @param {number} release of Debian
 * @returns {{name: string, folder: string, packages: string[][], root?: true, page?: true, jobs?: number,
 *   named?: true, env?: Record<string, string>}[]} `jobs`: test files at once.
 *   `named`: not among those that run when none is named
 */
export const groupsFor = (release) => {
  const mail = mailPackages[release] ?? []
  return [
    { name: 'unit', folder: 'unit', packages: [], jobs: 2 },
    { name: 'house', folder: 'house', packages: [] },
    { name: 'api on SQLite', folder: 'api', packages: [], jobs: 2 },
    {
      name: 'api on MariaDB',
      folder: 'api',
      packages: [mariadb],
      jobs: 2,
      env: { MC_TEST_DATABASE: 'mariadb' },
    },
    { name: 'db', folder: 'db', packages: [...mail, mariadb], jobs: 2 },
    { name: 'agent', folder: 'agent', packages: mail, root: true },
    {
      name: 'system',
      folder: 'system',
      packages: [...mail, mariadb, machines],
      root: true,
      page: true,
      // Most of their time they wait: for daemons to start, for outages to be noticed.
      jobs: 2,
    },
    { name: 'web', folder: 'web', packages: [...mail, chromium], root: true, page: true },
    // Boots whole machines: asked for by its name, npm run test:systemd.
    {
      name: 'systemd',
      folder: 'systemd',
      packages: [machines],
      root: true,
      page: true,
      named: true,
    },
  ]
}
