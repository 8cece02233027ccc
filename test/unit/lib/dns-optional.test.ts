import type { DomainFacts } from '@mc/server/lib/dns/checks/facts.ts'
import t from 'tap'
import { type DnsFault, over } from '../../helpers/dns-faults.ts'
import { startDnsWorld, statuses, txt } from '../../helpers/dns-world.ts'

t.setTimeout(600_000)

t.test('what is optional is judged where it stands', async (t) => {
  const world = await startDnsWorld(t)
  const policy = (text: string) => ({ fetchPolicy: async () => ({ text }) })
  const sts = { '_mta-sts.example.com TXT': txt('v=STSv1; id=20260101') }
  const good = 'version: STSv1\nmode: enforce\nmx: mail.host.example\nmax_age: 604800\n'
  const srv = (port: number, target: string) => ({
    '_imaps._tcp.example.com SRV': [{ priority: 0, weight: 1, port, target }],
  })
  const check = async (
    key: string,
    zone: DnsFault['zone'],
    status: string,
    more: Partial<DomainFacts> = {},
  ) => {
    for (const server of [world.resolver, world.first, world.second]) server.zone = over(zone)
    t.equal(statuses(await world.look(more))[key], status, `${key}: ${status}`)
  }
  const STS = 'MTA-STS _mta-sts.example.com'
  await check(STS, sts, 'unknown')
  await check(STS, sts, 'pass', policy(good))
  await check(STS, sts, 'fail', policy(good.replace('mail.host', 'other')))
  await check(
    STS,
    sts,
    'warning',
    policy(good.replace('mail.host', 'other').replace('enforce', 'testing')),
  )
  await check(STS, sts, 'fail', policy('version: STSv1\nmode: enforce\nmax_age: 604800'))
  await check(STS, { '_mta-sts.example.com TXT': txt('v=STSv1;') }, 'fail', policy(good))
  const RPT = 'TLS-RPT _smtp._tls.example.com'
  await check(
    RPT,
    { '_smtp._tls.example.com TXT': txt('v=TLSRPTv1; rua=mailto:t@example.com') },
    'pass',
  )
  await check(RPT, { '_smtp._tls.example.com TXT': txt('v=TLSRPTv1; rua=t@example.com') }, 'fail')
  await check('SRV _imaps._tcp.example.com', srv(993, 'mail.host.example'), 'pass')
  await check('SRV _imaps._tcp.example.com', srv(143, 'mail.host.example'), 'warning')
})
