import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { startMailBed } from '../helpers/mail-bed.ts'
import { launchMc } from '../helpers/mc.ts'
import { until } from '../helpers/until.ts'

interface Finding {
  readonly part: string
  readonly ok: boolean
  readonly detail: string
  readonly advice?: string
}

const bed = await startMailBed(t)
const { panel } = bed

const mc = (...args: string[]) => launchMc(panel, args)

const doctor = async () => {
  const { code, stdout } = await mc('doctor', '--json')
  const report: { ok: boolean; findings: Finding[] } = JSON.parse(stdout)
  t.equal(code, report.ok ? 0 : 1, 'the exit status tells')
  return report
}

const owners = (folder: string): Set<number> =>
  new Set(readdirSync(folder).map((name) => statSync(join(folder, name)).uid))

t.test('the doctor finds a healthy panel well', async (t) => {
  const { findings } = await doctor()
  t.same(
    findings.filter(({ ok }) => !ok),
    [],
  )
  const parts = findings.map(({ part }) => part)
  for (const part of [
    'postfix',
    'dovecot',
    'opendkim',
    'unbound',
    'agent',
    'certificate',
    'panel',
  ]) {
    t.ok(parts.includes(part), part)
  }
})

t.test('the doctor names a stopped daemon and says what to do', async (t) => {
  await panel.supervisor.stop('opendkim')
  const { findings } = await doctor()
  const ill = findings.filter(({ ok }) => !ok)
  t.match(
    ill.find(({ part }) => part === 'opendkim'),
    { detail: /opendkim does not run/, advice: /log.*npm start/ },
  )
  t.notOk(
    ill.some(({ part }) => part === 'postfix' || part === 'dovecot'),
    'and no other daemon',
  )
  await panel.supervisor.start('opendkim')
  await until('all is well again', 60_000, async () => (await doctor()).ok)
})

t.test('what root does with it belongs to the panel', async (t) => {
  t.match(await mc('domains', 'create', 'cli.example'), { code: 0, stderr: '' })
  const key = () => bed.dns.resolveTxt('mail._domainkey.cli.example').catch(() => [])
  await until('the domain has its key', 60_000, async () => (await key()).length > 0)
  const { layout } = panel
  t.same([...owners(layout.panel.dir)], [layout.panel.uid])
  t.same([...owners(layout.maps.dir)], [layout.panel.uid])
})

t.test('without the agent the doctor still says how the daemons are', async (t) => {
  await panel.supervisor.stop('agent')
  const { findings } = await doctor()
  const of = (part: string) => findings.find((finding) => finding.part === part)
  t.match(of('agent'), { ok: false, advice: /agent\.err/ })
  t.match(of('supervisord'), { ok: true })
  t.match(of('ports'), { ok: true, detail: /imap \d+/ })
  t.match(of('dns'), { ok: true })
})
