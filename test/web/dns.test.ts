import t from 'tap'
import { openWeb, sizes } from '../helpers/browser.ts'
import { dnsObjects, inWorld } from '../helpers/dns-panel.ts'
import { goodZone, startDnsWorld, txt } from '../helpers/dns-world.ts'

const world = await startDnsWorld(t)
const web = await openWeb(t, { change: inWorld(world) })
const { page, api, ...visit } = await web.as('admin')

/** The records of `example.com` under another name. */
const alike = (domain: string): Record<string, readonly unknown[]> => ({
  ...Object.fromEntries(
    Object.entries(goodZone)
      .filter(([key]) => /example\.com (NS|MX|TXT)$/.test(key))
      .map(([key, value]) => [key.replace('example.com', domain), value]),
  ),
  [`_dmarc.${domain} TXT`]: txt(`v=DMARC1; p=reject; rua=mailto:postmaster@${domain}`),
})

const zone: Record<string, readonly unknown[]> = {
  ...goodZone,
  ...alike('example.net'),
  ...alike('example.org'),
  ...alike('xn--mnchen-3ya.example'),
  'example.net MX': [{ preference: 10, exchange: 'mx.filter.example' }],
  'mx.filter.example A': ['198.51.100.7'],
  'example.net TXT': [...txt('v=spf1 ip4:192.0.2.10 -all')],
  'mail._domainkey.example.net TXT': txt('v=DKIM1; k=rsa; p=AAAA'),
  '_dmarc.example.org TXT': txt('v=DMARC1; p=none'),
  '_dmarc.xn--mnchen-3ya.example TXT': txt('v=DMARC1; p=none; rua=mailto:a@xn--mnchen-3ya.example'),
}
delete zone['_dmarc.example.net TXT']
for (const server of [world.first, world.second, world.resolver]) server.zone = zone

const panel = page.getByRole('complementary')
const finding = (name: string) => panel.getByRole('article', { name, exact: true })
const fold = (title: string) => panel.locator('summary', { hasText: title })
const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })

t.test('without a domain the page says what it is for', async (t) => {
  await visit.go('/dns')
  await page.getByText('No domains yet').waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('dns-empty', ['desktop'])
})

t.test('the list has the worst first and says what was found', async (t) => {
  const domain = await dnsObjects(web.panel.deps, api)
  const names = ['example.com', 'example.net', 'example.org', 'xn--mnchen-3ya.example']
  for (const name of names) {
    await domain(name)
    await api.call('POST /dns', { body: { domain: name } })
  }
  await domain('new.example')
  await visit.go('/dns')
  await row('example.net').getByText('Wrong', { exact: true }).waitFor()
  await row('example.net').getByText('2 wrong, 1 missing').last().waitFor()
  await row('example.org').getByText('Warning', { exact: true }).waitFor()
  await row('münchen.example').getByText('Good', { exact: true }).waitFor()
  await row('new.example').getByText('Not known', { exact: true }).waitFor()
  const first = await page.getByRole('row').nth(1).textContent()
  t.match(first, /example\.net/)
  await page.getByRole('link', { name: /This server/ }).waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('dns', ['desktop', 'large', 'phone'])
  await page.getByLabel('State', { exact: true }).selectOption('Wrong')
  await page.getByText('1 domain', { exact: false }).first().waitFor()
  t.match(page.url(), /status=fail/)
})

t.test('a domain shows what should be beside what is, and what to copy', async (t) => {
  await visit.go('/dns/example.net')
  await panel.getByText('To look at (3)').waitFor()
  await finding('MX example.net').getByText('not to this server').waitFor()
  await finding('DKIM mail._domainkey.example.net').getByText('not the key').waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('dns-panel', ['desktop', 'phone'])
  const copied = async (name: string, what: string) => {
    const button = finding(name).getByRole('button', { name: `Copy ${what}`, exact: true })
    await button.click()
    return page.evaluate<string>('navigator.clipboard.readText()')
  }
  t.equal(await copied('MX example.net', 'Host'), '@')
  t.equal(await copied('MX example.net', 'Priority'), '10')
  t.equal(await copied('MX example.net', 'Target'), 'mail.host.example')
  t.equal(await copied('DMARC _dmarc.example.net', 'Host'), '_dmarc')
  const dkim = finding('DKIM mail._domainkey.example.net')
  await dkim.getByRole('tab', { name: 'One line' }).focus()
  await page.keyboard.press('ArrowRight')
  t.match(await copied('DKIM mail._domainkey.example.net', 'Value'), /^"v=DKIM1;.{240,}" ".*"$/)
  await dkim.getByRole('tab', { name: 'Zone file' }).click()
  t.match(
    await copied('DKIM mail._domainkey.example.net', 'Line'),
    /^mail\._domainkey\.example\.net\. 3600 IN TXT \( "v=DKIM1/,
  )
  await fold('Good (').click()
  await fold('Optional').click()
  await finding('SPF example.net').getByText('may send').waitFor()
  t.same(await visit.axe(), [], 'with everything open')
  await visit.shoot('dns-all', ['desktop', 'narrow'])
})

t.test('what is handled elsewhere leaves the red, until something else stands there', async (t) => {
  await visit.go('/dns/example.net')
  const mx = finding('MX example.net')
  await mx.getByRole('button', { name: 'Handled elsewhere' }).click()
  await panel.getByText('To look at (2)').waitFor()
  await panel.getByText('Handled elsewhere (1)').click()
  await mx.getByText('takes care of it elsewhere').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dns-handled', ['desktop'])
  zone['example.net MX'] = [{ preference: 10, exchange: 'mx.gone.example' }]
  await panel.getByRole('button', { name: 'Check now' }).click()
  await mx.getByText('something else stands there since').waitFor()
  await panel.getByText('To look at (3)').waitFor()
})

t.test('after the records are mended, a check now shows it', async () => {
  for (const [key, value] of Object.entries(alike('example.net'))) zone[key] = value
  await visit.go('/dns/example.net')
  await panel.getByRole('button', { name: 'Check now' }).focus()
  await page.keyboard.press('Enter')
  await panel.getByText('Nothing is wrong.').waitFor()
  await row('example.net').getByText('Good', { exact: true }).waitFor()
  await visit.shoot('dns-good', ['desktop'])
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

t.test('servers that disagree, and one that is slow to forget', async (t) => {
  world.second.zone = { ...zone, 'example.org MX': [{ preference: 10, exchange: 'old.example' }] }
  world.resolver.zone = { ...zone, '_dmarc.example.org TXT': txt('v=DMARC1; p=reject') }
  await visit.go('/dns/example.org')
  await panel.getByRole('button', { name: 'Check now' }).click()
  const mx = finding('MX example.org')
  await mx.getByText('The name servers disagree').waitFor()
  await mx.getByText('ns2.example.com (127.0.0.1)').first().waitFor()
  await finding('DMARC _dmarc.example.org').getByText('for up to 5 min more').first().waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dns-differences', ['desktop', 'phone'])
  world.second.zone = zone
  world.resolver.zone = zone
})

t.test('the server itself has its own place', async (t) => {
  await visit.go('/dns')
  await page.getByRole('link', { name: /This server/ }).click()
  await panel.getByText('Nothing is wrong.').waitFor()
  await fold('Good (').click()
  await finding('PTR 10.2.0.192.in-addr.arpa').getByText('as this server greets').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dns-server', ['desktop'])
})

t.test('a viewer may look and check, but answers for nothing', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.page.setViewportSize(sizes.phone)
  zone['example.com MX'] = [{ preference: 10, exchange: 'mx.filter.example' }]
  await viewer.go('/dns/example.com')
  const side = viewer.page.getByRole('complementary')
  await side.getByRole('button', { name: 'Check now' }).click()
  const button = side
    .getByRole('article', { name: 'MX example.com', exact: true })
    .getByRole('button', { name: 'Handled elsewhere' })
  t.equal(await button.getAttribute('aria-disabled'), 'true')
  t.same(viewer.complaints, [])
})

t.test('nothing was complained about', async (t) => {
  t.same(visit.complaints, [])
})
