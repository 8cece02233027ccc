import { existsSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { MailBed } from '../../../helpers/mail-bed.ts'
import { arrive, received, subjectOf, submit } from '../../../helpers/mail-client.ts'
import { until } from '../../../helpers/until.ts'
import type { Cases } from './types.ts'

const TWO_MINUTES = 120_000

/** Two mailboxes of a new domain. */
const pair = async (bed: MailBed): Promise<[string, string]> => {
  const { name } = await bed.freshDomain()
  const [anna, ben] = [await bed.mailbox(`anna@${name}`), await bed.mailbox(`ben@${name}`)]
  return [anna.email, ben.email]
}

/** SIGKILL to the panel and the agent, and again whenever they come back, until the work is done. */
const withoutPanel = async (bed: MailBed, work: () => Promise<void>): Promise<void> => {
  await bed.panel.supervisor.stop('api')
  await bed.panel.supervisor.stop('agent')
  try {
    await work()
  } finally {
    await bed.panel.supervisor.start('agent')
    await bed.panel.supervisor.start('api')
    await until('the panel answers again', 60_000, () =>
      fetch(`${bed.panel.url}/api/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
  }
}

const killPanel = ({ panel }: MailBed): void => {
  for (const { pid, command } of panel.processes()) {
    if (/server\/bin\/(api|agent)\.ts/.test(command)) process.kill(pid, 'SIGKILL')
  }
}

/** Mail in both directions works. */
const flows = async (bed: MailBed, [from, to]: [string, string]): Promise<boolean> => {
  const [one, two] = [subjectOf('flows in'), subjectOf('flows over')]
  const incoming = await arrive(bed, to, one)
  const own = await submit(bed, { user: from }, { to, subject: two })
  if (incoming.code !== 250 || own.code !== 250) return false
  await received(bed, to, one)
  await received(bed, to, two)
  return true
}

/** Stops one daemon for the time of the work. */
const without = async (
  { panel }: MailBed,
  name: string,
  work: () => Promise<void>,
): Promise<void> => {
  await panel.supervisor.stop(name)
  try {
    await work()
  } finally {
    await panel.supervisor.start(name)
  }
}

export const outageCases: Cases = [
  [
    'while the signer is down no mail of ours leaves unsigned; incoming mail is taken',
    async (t, bed) => {
      const [from, to] = await pair(bed)
      const incoming = subjectOf('no signer')
      await without(bed, 'opendkim', async () => {
        const said = await submit(bed, { user: from }, { to, subject: 'unsigned' })
        t.ok(said.code >= 400 && said.code < 500, `deferred: ${said.text}`)
        t.match(await arrive(bed, to, incoming), { code: 250 })
        await received(bed, to, incoming)
      })
      t.ok(await until('it signs again', 60_000, () => flows(bed, [from, to]).catch(() => false)))
    },
  ],
  [
    'while the spam filter is down mail is taken unfiltered',
    async (t, bed) => {
      const [, to] = await pair(bed)
      for (const name of ['spamd', 'spamass-milter']) {
        const subject = subjectOf(`no ${name}`)
        await without(bed, name, async () => {
          t.match(await arrive(bed, to, subject), { code: 250 })
          t.notMatch(await received(bed, to, subject), /^X-Spam-Flag: YES/m)
        })
      }
    },
  ],
  [
    'while Dovecot is down mail waits, and is delivered when it is back',
    async (t, bed) => {
      const [, to] = await pair(bed)
      const subject = subjectOf('waits')
      await without(bed, 'dovecot', async () => {
        t.match(await arrive(bed, to, subject), { code: 250 }, 'no quota service, no refusal')
      })
      await until('it is delivered', TWO_MINUTES, async () =>
        received(bed, to, subject).catch(() => undefined),
      )
    },
  ],
  [
    'with the panel killed, mail flows with every mailbox that was made',
    async (t, bed) => {
      const addresses = await pair(bed)
      killPanel(bed)
      await withoutPanel(bed, async () => {
        t.ok(await flows(bed, addresses))
        t.match(await arrive(bed, `nobody-${addresses[0]}`, 'x'), { code: 550 })
        const spoofed = { from: addresses[1], to: addresses[0], subject: 'x' }
        t.match(await submit(bed, { user: addresses[0] }, spoofed), { code: 553 })
      })
    },
  ],
  [
    'while the look-up file is locked nothing bounces',
    async (t, bed) => {
      if (bed.database) {
        t.pass('MariaDB has no such file')
        return
      }
      const addresses = await pair(bed)
      const lock = new DatabaseSync(bed.panel.layout.maps.database, { timeout: 5000 })
      try {
        lock.exec('BEGIN EXCLUSIVE')
        t.ok(await flows(bed, addresses), 'readers go on beside a writer')
      } finally {
        lock.close()
      }
    },
  ],
  [
    'when a root shell took the side files of the look-up file along, they are made again and mail flows',
    async (t, bed) => {
      if (bed.database) {
        t.pass('MariaDB has no such file')
        return
      }
      const addresses = await pair(bed)
      await without(bed, 'api', async () => {
        const side = ['-wal', '-shm'].map((end) => bed.panel.layout.maps.database + end)
        for (const file of side) rmSync(file)
        await until('they are there again', 60_000, () => side.every((file) => existsSync(file)))
        t.ok(await until('mail flows', 60_000, () => flows(bed, addresses).catch(() => false)))
      })
    },
  ],
  [
    'while MariaDB is stopped mail is deferred, and two minutes after its return it flows',
    async (t, bed) => {
      if (bed.database === undefined) {
        t.pass('SQLite cannot be stopped')
        return
      }
      const addresses = await pair(bed)
      t.ok(await flows(bed, addresses))
      await bed.panel.supervisor.stop('dovecot')
      const waiting = subjectOf('waiting')
      t.match(await arrive(bed, addresses[1], waiting), { code: 250 }, 'accepted, then kept')
      await bed.database.stop()
      await bed.panel.supervisor.start('dovecot')
      for (let n = 0; n < 3; n += 1) {
        const { code } = await arrive(bed, addresses[1], 'x')
        t.ok(code >= 400 && code < 500, `deferred, not bounced: ${code}`)
      }
      bed.database.start()
      const since = Date.now()
      await until('mail flows again', TWO_MINUTES, () => flows(bed, addresses).catch(() => false))
      await until('what waited is delivered', TWO_MINUTES - (Date.now() - since), () =>
        received(bed, addresses[1], waiting).catch(() => false),
      )
    },
  ],
]
