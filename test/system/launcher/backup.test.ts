import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { startMailBed } from '../../helpers/mail-bed.ts'
import { arrive, messages, received, signatures, submit } from '../../helpers/mail-client.ts'
import { startPanel } from '../../helpers/panel.ts'

const operators = fileURLToPath(new URL('../../../deploy/README.md', import.meta.url))

/** The commands of the operators' page as they stand there, for a checkout in another folder. */
const commands = (folder: string): string[] => {
  const text = readFileSync(operators, 'utf8')
  const section = text.slice(text.indexOf('## Backup and restore'), text.indexOf('## Upgrade'))
  return [...section.matchAll(/```sh\n([^`]+)```/g)]
    .flatMap(([, block = '']) => block.trim().split('\n'))
    .map((line) => line.replaceAll('/root/mission-control', folder))
}

t.test(
  'a copy made and put back as the operators’ page says has accounts, keys and mail',
  async (t) => {
    t.setTimeout(600_000)
    const folder = mkdtempSync('/tmp/mc-backup-')
    t.teardown(() => rmSync(folder, { recursive: true, force: true }))
    const stateDir = join(folder, 'var')
    const bed = await startMailBed(t, 'sqlite', { stateDir })
    await bed.domain('kept.test')
    await bed.mailbox('jane@kept.test')
    await arrive(bed, 'jane@kept.test', 'before the copy')
    await received(bed, 'jane@kept.test', 'before the copy')
    await bed.panel.stop()

    const [save = '', remove = '', restore = '', ...others] = commands(folder)
    t.match([save, remove, restore], [/^tar --create/, /^rm -r/, /^tar --extract/])
    t.same(others, [])
    const shell = (line: string) => execFileSync('sh', ['-ec', line], { cwd: folder })
    shell(save)
    shell(remove)
    t.notOk(existsSync(stateDir), 'everything is gone')
    shell(restore)

    const panel = await startPanel(t, bed.panel.again)
    const again = { ...bed, panel }
    t.equal((await bed.call('GET /auth/me')).status, 200, 'sessions go on')
    t.equal((await messages(again, 'jane@kept.test', 'before the copy')).length, 1)
    const login = { user: 'jane@kept.test' }
    t.equal((await submit(again, login, { to: 'jane@kept.test', subject: 'after' })).code, 250)
    const signed = await signatures(again, await received(again, 'jane@kept.test', 'after'))
    t.match(signed, [{ domain: 'kept.test', result: 'pass' }])
    await panel.stop()
  },
)
