import type { OpOutput } from '@mc/shared/ops'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { openWeb } from '../helpers/browser.ts'
import { scriptedAgent } from '../helpers/scripted-agent.ts'
import { until } from '../helpers/until.ts'

type State = OpOutput<'services.list'>['services'][number]
type Control = OpOutput<'services.control'>

const agent = scriptedAgent()
const web = await openWeb(t, {
  change: (deps) => {
    const changed = agent.change(deps)
    const database = { kind: 'mariadb' as const, url: 'mysql://mc@127.0.0.1/mc' }
    return { ...changed, config: { ...changed.config, database } }
  },
})
const { page, calls, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')
const banner = page.getByRole('region', { name: 'Services that do not run' })
const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name}`) })
const button = (name: string) => page.getByRole('button', { name, exact: true })

const running = (name: State['name'], pid: number, memory: number, uptime: number): State => ({
  name,
  state: 'running',
  pid,
  memory_bytes: memory * 2 ** 20,
  uptime_seconds: uptime,
  detail: '',
})
const not = (name: State['name'], state: State['state'], detail: string): State => ({
  ...running(name, 0, 0, 0),
  state,
  detail,
})

let machine: State[] = [
  running('postfix', 1181, 84, 273_000),
  running('dovecot', 1190, 47, 273_000),
  running('mariadb', 811, 310, 1_273_000),
  running('opendkim', 1201, 14, 273_000),
  running('spamassassin', 1205, 228, 3_700),
  running('spamass-milter', 1206, 3.7, 45),
  not('nginx', 'not_installed', 'No web server belongs to this mail stack.'),
  running('unbound', 1150, 17, 273_000),
  running('rsyslog', 1100, 4.4, 273_000),
  not('ceymail-ai-filter', 'not_installed', 'The AI screening filter is not installed.'),
]
const become = (state: State): State => {
  machine = machine.map((one) => (one.name === state.name ? state : one))
  return state
}
/** A machine that does what it is told, unless `broken` says what a service does instead. */
let broken: Partial<Control> | undefined
agent.answer({
  'services.list': () => ({ services: machine }),
  'services.control': ({ service, action }) => {
    const before = machine.find(({ name }) => name === service) ?? running(service, 1, 1, 1)
    if (broken) return { before, service: before, observed: false, log: [], ...broken }
    const now =
      action === 'stop'
        ? not(service, 'stopped', `${service} does not run: it was stopped.`)
        : running(service, before.pid + 4000, 20, 1)
    return { before, service: become(now), observed: true, log: [] }
  },
})

t.test('every service with its state, age, memory and process; the rest is quiet', async (t) => {
  await visit.go('/services')
  await page.getByText('8 of 8 running').waitFor()
  t.match(await row('Postfix').textContent(), /Running3 d 3 h84 MB1181/)
  t.match(await row('Spam milter').textContent(), /just started/)
  t.match(await row('nginx').textContent(), /Not installedNo web server belongs/)
  t.equal(await row('nginx').getByRole('button').count(), 0)
  t.equal(await banner.getByRole('button').count(), 0, 'all is well')
  t.ok((await visit.shift()) <= 0.02, `nothing moves while it loads: ${await visit.shift()}`)
  t.same(await visit.axe(), [])
  await visit.shoot('services', ['desktop', 'large', 'phone', 'narrow'])
})

t.test('stop says what rests, and every page then says that it is stopped', async (t) => {
  await button('Stop Postfix').click()
  await dialog.getByText('No mail is taken in or sent.').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-stop')
  await dialog.getByRole('button', { name: 'Stop Postfix' }).click()
  await dialog.waitFor({ state: 'detached' })
  await row('Postfix').getByText('Stopped', { exact: true }).waitFor()
  await banner.getByText('Postfix is stopped.').first().waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-banner', ['desktop', 'phone', 'narrow'])
  await visit.go('/domains')
  await banner.getByText('Postfix is stopped.').first().waitFor()
  t.ok((await visit.shift()) <= 0.02, `the line moves nothing: ${await visit.shift()}`)
  await banner.getByRole('button', { name: 'Restart Postfix' }).click()
  await page.getByText('postfix was restarted.').waitFor()
  await banner.getByRole('button').first().waitFor({ state: 'detached' })
})

t.test('what fails is said on the open page, without a question by the clock', async (t) => {
  await visit.go('/domains')
  const asked = calls.filter((call) => call.includes('/services')).length
  become(not('dovecot', 'failed', 'dovecot does not run: it ended with status 89.'))
  await banner.getByText('Dovecot has failed.').first().waitFor()
  t.ok((await visit.shift()) <= 0.02, `the line moves nothing: ${await visit.shift()}`)
  t.equal(calls.filter((call) => call.includes('/services')).length, asked)
  t.match(await page.getByRole('link', { name: /^Services/ }).textContent(), /1/)
  become(not('unbound', 'failed', 'unbound does not run: it was killed.'))
  await banner.getByRole('link', { name: 'and 1 other service' }).waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-banner-two', ['desktop', 'phone'])
})

t.test('what does not come up shows its last words', async (t) => {
  broken = {
    log: [
      'doveconf: Fatal: Error in configuration file dovecot.conf line 162: Unknown setting: nonsense',
    ],
  }
  await banner.getByRole('button', { name: 'Restart Dovecot' }).click()
  await dialog.getByText('dovecot did not come up. Nothing else was touched.').waitFor()
  await dialog.getByText('Unknown setting: nonsense').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-failed', ['desktop', 'phone'])
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await dialog.waitFor({ state: 'detached' })
  broken = undefined
})

t.test('what its checker refuses runs on, and the words of the checker are shown', async (t) => {
  broken = {
    refused: true,
    log: ['rsyslogd: error during parsing file rsyslog.conf, on or before line 6: nonsense'],
  }
  await visit.go('/services')
  await button('Restart rsyslog').click()
  await dialog.getByRole('button', { name: 'Restart rsyslog' }).click()
  await dialog.getByRole('heading', { name: 'rsyslog was not restarted' }).waitFor()
  const words = dialog.getByRole('region', { name: 'What its checker says' })
  await words.getByText('on or before line 6: nonsense').waitFor()
  await dialog.getByText('it runs on as it was').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-refused', ['desktop', 'phone'])
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click()
  await dialog.waitFor({ state: 'detached' })
  await row('rsyslog').getByText('Running').waitFor()
  broken = undefined
  await visit.go('/domains')
})

t.test('dismiss hides one for a while, and never again hides it until it has run', async (t) => {
  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await banner.getByText('Unbound has failed.').first().waitFor()
  await banner.getByRole('button', { name: 'Don’t show again' }).click()
  await banner.getByRole('button').first().waitFor({ state: 'detached' })
  await page.reload()
  await page.getByRole('heading', { name: 'Domains' }).waitFor()
  t.equal(await banner.getByRole('button').count(), 0, 'a reload brings neither back')
  become(not('dovecot', 'stopped', 'dovecot does not run: it was stopped.'))
  await banner.getByText('Dovecot is stopped.').first().waitFor()
  t.pass('another state is another message')
  become(running('dovecot', 9, 40, 1))
  become(running('unbound', 10, 17, 1))
  await until('both run', 60_000, async () => (await banner.getByRole('button').count()) === 0)
  await page.waitForFunction("localStorage.getItem('mc-services-muted') === '{}'")
  become(not('unbound', 'failed', 'unbound does not run: it was killed.'))
  await banner.getByText('Unbound has failed.').first().waitFor()
  become(running('unbound', 11, 17, 1))
})

t.test('what was put away can be had again, where it was and on the page', async (t) => {
  await visit.go('/services')
  const messages = page.getByRole('region', { name: 'Messages' })
  become(not('dovecot', 'failed', 'dovecot does not run: it ended with status 89.'))
  await banner.getByText('Dovecot has failed.').first().waitFor()
  await banner.getByRole('button', { name: 'Don’t show again' }).click()
  await banner.getByRole('button').first().waitFor({ state: 'detached' })
  await row('Dovecot').getByText('Alert hidden on this device').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-quiet', ['desktop', 'narrow'])
  await messages.getByRole('button', { name: 'Undo' }).click()
  await banner.getByText('Dovecot has failed.').first().waitFor()

  await banner.getByRole('button', { name: 'Don’t show again' }).click()
  await page.reload()
  await button('Show again: the alert about Dovecot').click()
  await banner.getByText('Dovecot has failed.').first().waitFor()
  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await row('Dovecot').getByText('Alert hidden for 30 minutes').waitFor()
  await button('Show again: the alert about Dovecot').click()
  await banner.getByText('Dovecot has failed.').first().waitFor()

  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await banner.getByRole('button').first().waitFor({ state: 'detached' })
  become(running('dovecot', 12, 40, 1))
  await row('Dovecot').getByText('Running').waitFor()
  become(not('dovecot', 'failed', 'dovecot does not run: it was killed.'))
  await banner.getByText('Dovecot has failed.').first().waitFor()
  t.pass('what fails anew is told of anew')
  become(running('dovecot', 13, 40, 1))
  await row('Dovecot').getByText('Running').waitFor()
})

t.test('what was dismissed is told of again after 30 minutes', async (t) => {
  const { page, ...other } = await web.as('admin')
  const line = page.getByRole('region', { name: 'Services that do not run' })
  await page.clock.install()
  await other.go('/domains')
  become(not('unbound', 'failed', 'unbound does not run: it was killed.'))
  await line.getByRole('button', { name: 'Dismiss' }).click()
  await line.getByRole('button').first().waitFor({ state: 'detached' })
  await page.clock.fastForward('29:00')
  t.equal(await line.getByRole('button').count(), 0, 'not before')
  await page.clock.fastForward('01:01')
  await line.getByText('Unbound has failed.').first().waitFor()
  become(running('unbound', 14, 17, 1))
  t.same(other.complaints, [])
})

t.test('a stop that cuts the panel off asks for the name', async (t) => {
  await visit.go('/services')
  await button('Stop MariaDB').click()
  await dialog.getByRole('button', { name: 'Stop MariaDB' }).click()
  await dialog.getByRole('heading', { name: 'MariaDB carries this panel' }).waitFor()
  await dialog.getByText('mc services start mariadb').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('services-cuts-off')
  await dialog.getByRole('textbox').fill('mariadb')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await row('MariaDB').getByText('Stopped', { exact: true }).waitFor()
  await button('Start MariaDB').focus()
  await page.keyboard.press('Enter')
  await row('MariaDB').getByText('Running').waitFor()
})

t.test('a stale session is asked for its password, and the deed goes on', async (t) => {
  const { page, ...other } = await web.as('admin')
  await other.go('/services')
  await web.panel.deps.db.panel
    .updateTable('sessions')
    .set({ fresh_until: new Date(0).toISOString() })
    .execute()
  await page.getByRole('button', { name: 'Restart Postfix' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restart Postfix' }).click()
  const asked = page.getByRole('textbox', { name: 'Password' })
  await asked.fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').first().waitFor({ state: 'detached' })
  t.ok(agent.of('services.control').length > 0)
  t.same(other.complaints, [])
})

t.test(
  'without the agent the page says so and keeps what it knew; then all is as before',
  async (t) => {
    await visit.go('/services')
    const answers = machine
    agent.answer({})
    await page.getByRole('alert').getByText('The agent does not answer').waitFor()
    await row('Postfix').getByText('Running').waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('services-agent-down')
    agent.answer({ 'services.list': () => ({ services: answers }) })
    await page.getByRole('alert').waitFor({ state: 'detached' })
  },
)

t.test('who may not see services has neither page nor line', async (t) => {
  become(not('postfix', 'stopped', 'postfix does not run: it was stopped.'))
  const viewer = await web.as('viewer')
  await viewer.go('/domains')
  t.equal(await viewer.page.getByRole('region', { name: 'Services that do not run' }).count(), 0)
  t.same(
    viewer.calls.filter((call) => call.includes('/services')),
    [],
  )
  await viewer.go('/services')
  await viewer.page.getByText('Administrators may see and control services').waitFor()
  t.same(viewer.complaints, [])
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
