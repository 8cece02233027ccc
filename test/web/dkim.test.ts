import { dkimValue } from '@mc/shared/dkim-record'
import t from 'tap'
import { openWeb, sizes } from '../helpers/browser.ts'
import { objectsOf } from '../helpers/objects.ts'
import { madeKeys, scriptedAgent } from '../helpers/scripted-agent.ts'

const script = scriptedAgent()
script.answer({
  'services.list': () => ({ services: [] }),
  'domains.apply': () => ({ domains: 0, unusable: [] }),
  'dkim.make': madeKeys,
})
const zone = new Map<string, string>()
script.dns((name) => {
  const value = zone.get(name)
  return value === undefined ? [] : [value]
})

const web = await openWeb(t, { change: script.change })
const { page, api, ...visit } = await web.as('admin')
const { deps } = web.panel
const make = objectsOf(api)
const dialog = page.getByRole('dialog')
const messages = page.getByRole('region', { name: 'Messages' })

/** What the domain's owner does at his DNS provider. */
const publish = async (selector: string, domain: string): Promise<void> => {
  const row = await deps.db.panel
    .selectFrom('dkim_keys')
    .selectAll()
    .where('domain', '=', domain)
    .where('selector', '=', selector)
    .executeTakeFirstOrThrow()
  zone.set(`${selector}._domainkey.${domain}`, dkimValue(row.algorithm, row.public_key))
}
/** What the panel does by itself each minute. */
const aMinuteLater = async (): Promise<void> => {
  await deps.db.panel
    .updateTable('dkim_keys')
    .set({ dns_checked_at: '2020-01-01T00:00:00.000Z' })
    .execute()
  await deps.machine.dkim.sweep()
}
const idOf = async (selector: string, domain: string): Promise<number> => {
  const { data } = (await api.call('GET /dkim', { query: { domain } })).body
  return data.find((row) => row.selector === selector)?.id ?? 0
}

t.test('without a domain the page says where keys come from', async (t) => {
  await visit.go('/dkim')
  await page.getByText('No keys yet').waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-empty')
  await page.getByRole('link', { name: 'Go to domains' }).waitFor()
})

t.test('the list shows which keys sign and what the DNS has of them', async (t) => {
  for (const name of ['example.com', 'example.net', 'example.org', 'münchen.example']) {
    await make.domain(name)
  }
  await publish('mail', 'example.com')
  await publish('mail', 'xn--mnchen-3ya.example')
  zone.set('mail._domainkey.example.net', 'v=DKIM1; k=rsa; p=AAAA')
  await aMinuteLater()
  await visit.go('/dkim')
  await page.getByText('1–4 of 4 keys').waitFor()
  const row = (name: string) => page.getByRole('row', { name: new RegExp(name) })
  await row('mail._domainkey.example.com').getByText('Published', { exact: true }).waitFor()
  await row('mail._domainkey.example.net').getByText('Different', { exact: true }).waitFor()
  await page.getByText('münchen.example').first().waitFor()
  await row('mail._domainkey.example.org').getByText('Missing', { exact: true }).waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('dkim', ['desktop', 'large', 'phone'])
  await page.getByLabel('In the DNS', { exact: true }).selectOption('Missing')
  await page.getByText('1 key', { exact: false }).first().waitFor()
  t.match(page.url(), /dns=missing/)
})

t.test('a key’s record can be copied in the form that the provider wants', async (t) => {
  const id = await idOf('mail', 'example.com')
  await visit.go(`/dkim/${id}`)
  const panel = page.getByRole('complementary', { name: 'mail._domainkey.example.com' })
  await panel.getByRole('tab', { name: 'One line' }).waitFor()
  const { dns_value } = (await api.call('GET /dkim/{id}', { params: { id } })).body
  const copied = async (what: string) => {
    await panel.getByRole('button', { name: `Copy ${what}`, exact: true }).click()
    return page.evaluate<string>('navigator.clipboard.readText()')
  }
  t.equal(await copied('Host'), 'mail._domainkey')
  t.equal(await copied('Value'), dns_value)
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-panel')
  await panel.getByRole('tab', { name: 'One line' }).focus()
  await page.keyboard.press('ArrowRight')
  t.match(await copied('Value'), /^"v=DKIM1;.*"/)
  await page.keyboard.press('Tab')
  await panel.getByRole('tab', { name: 'Zone file' }).click()
  t.match(await copied('Line'), /^mail\._domainkey\.example\.com\. 3600 IN TXT "?\(? ?"v=DKIM1/)
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-zone-file')
})

t.test('what is wrong in the DNS is said and shown', async (t) => {
  await visit.go(`/dkim/${await idOf('mail', 'example.net')}`)
  await page.getByText('Receivers see bad signatures').waitFor()
  await page.getByText('v=DKIM1; k=rsa; p=AAAA').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-mismatch')
  await publish('mail', 'example.net')
  await page.getByRole('complementary').getByRole('button', { name: 'Check now' }).click()
  await page.getByText('Receivers see bad signatures').waitFor({ state: 'detached' })
})

t.test('rotation, step by step, live', async (t) => {
  const old = await idOf('mail', 'example.com')
  await deps.db.panel
    .updateTable('dkim_keys')
    .set({ activated_at: '2024-01-01T00:00:00.000Z' })
    .where('id', '=', old)
    .execute()
  await visit.go(`/dkim/${old}`)
  const panel = page.getByRole('complementary')
  await panel.getByText('Rotating once a year').waitFor()
  await visit.shoot('dkim-old')
  await panel.getByRole('button', { name: 'Rotate key…' }).click()
  await dialog.getByRole('textbox', { name: 'Selector' }).fill('No Selector')
  await page.keyboard.press('Enter')
  await dialog.getByText('Use lower-case letters').waitFor()
  t.same(await visit.axe(), [], 'with the error shown')
  await visit.shoot('dkim-rotate')
  await dialog.getByRole('textbox', { name: 'Selector' }).fill('mail')
  await page.keyboard.press('Enter')
  await dialog.getByText(/has a key with the selector mail/).waitFor()
  await dialog.getByRole('textbox', { name: 'Selector' }).fill('next')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })

  const next = page.getByRole('complementary', { name: 'next._domainkey.example.com' })
  const step = (name: string) => next.getByRole('listitem').filter({ hasText: name })
  await step('Publish').getByText('Add the record below').waitFor()
  t.equal(await step('Publish').getAttribute('aria-current'), 'step')
  const switchTo = next.getByRole('button', { name: 'Sign with this key' })
  t.equal(await switchTo.getAttribute('aria-disabled'), 'true')
  t.equal(await switchTo.getAttribute('aria-description'), 'The record is not seen in the DNS yet.')
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-publish')

  await publish('next', 'example.com')
  await aMinuteLater()
  await step('Seen in the DNS').getByText('Receivers can find it').waitFor()
  t.equal(await step('Switch').getAttribute('aria-current'), 'step', 'the page followed by itself')
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-seen')
  await switchTo.click()
  await messages.getByText('Mail is signed with next._domainkey.example.com').waitFor()
  await next.getByRole('button', { name: 'Rotate key…' }).waitFor()

  await visit.go(`/dkim/${old}`)
  await panel.getByText('may wait in queues that long').waitFor()
  await panel.getByRole('link', { name: 'next' }).waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-retired')
  await deps.db.panel
    .updateTable('dkim_keys')
    .set({ retire_at: '2020-01-01T00:00:00.000Z' })
    .where('id', '=', old)
    .execute()
  await aMinuteLater()
  await panel.locator('li[aria-current]').getByText('Remove the record').waitFor()
  await panel.getByText('v=DKIM1; p=', { exact: true }).waitFor()
  zone.delete('mail._domainkey.example.com')
  await aMinuteLater()
  await panel.getByText('This key does not exist any more').waitFor()
})

t.test('switching without the record, and deleting what signs, say what follows', async (t) => {
  await api.call('POST /dkim', { body: { domain: 'example.org', selector: 'blind' } })
  await visit.go('/dkim?search=blind')
  await page.getByRole('button', { name: 'Actions for blind._domainkey.example.org' }).click()
  t.same(await visit.axe(), [], 'with the menu open')
  await page.getByRole('menuitem', { name: 'Switch without the record…' }).click()
  await dialog.getByText('receivers do not find').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-switch')
  await dialog.getByRole('button', { name: 'Switch anyway' }).click()
  await dialog.waitFor({ state: 'detached' })
  await page.getByText('Signs', { exact: true }).last().waitFor()

  await page.getByRole('button', { name: 'Actions for blind._domainkey.example.org' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await dialog.getByText('Mail of the domain is signed with this key now').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-delete')
  await page.keyboard.press('Enter')
  await dialog.getByText('exactly').waitFor()
  await dialog.getByRole('textbox').fill('example.org')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await messages.getByText('Key blind._domainkey.example.org deleted.').waitFor()
})

t.test('a key made from nothing: the address asks for the dialog', async (t) => {
  await visit.go('/dkim?do=create')
  await dialog.getByRole('combobox', { name: 'Domain' }).fill('example.net')
  await page.getByRole('option', { name: 'example.net' }).click()
  await dialog.getByLabel('Key', { exact: true }).selectOption({ value: 'ed25519' })
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-create')
  await dialog.getByRole('button', { name: 'Create key' }).click()
  await dialog.waitFor({ state: 'detached' })
  const panel = page.getByRole('complementary', { name: /_domainkey\.example\.net/ })
  await panel.getByText('From then on mail has two signatures').waitFor()
  await panel.getByText('Signs side by side:').waitFor()
  t.equal(await panel.getByText('Retire the old key').count(), 0, 'it follows none')
  const { data } = (await api.call('GET /dkim', { query: { domain: 'example.net' } })).body
  const ed = data.find((row) => row.algorithm === 'ed25519')
  await publish(ed?.selector ?? '', 'example.net')
  await panel.getByRole('button', { name: 'Check now' }).click()
  await panel.getByRole('button', { name: 'Sign with this key' }).click()
  await messages.getByText(`Mail is signed with ${ed?.dns_name} from now on.`).waitFor()
  await panel.getByRole('button', { name: 'Rotate key…' }).waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('dkim-ed25519')
})

t.test('who may only look sees why nothing can be changed', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.go(`/dkim/${await idOf('mail', 'example.net')}`)
  const rotate = viewer.page.getByRole('button', { name: 'Rotate key…' })
  t.equal(await rotate.getAttribute('aria-disabled'), 'true')
  t.same(await viewer.axe(), [])
  t.same(viewer.complaints, [])
})

t.test('360 pixels are enough', async (t) => {
  await page.setViewportSize(sizes.narrow)
  for (const address of ['/dkim', `/dkim/${await idOf('mail', 'example.net')}`]) {
    await visit.go(address)
    const wide = await page.evaluate<number>(
      'document.documentElement.scrollWidth - document.documentElement.clientWidth',
    )
    t.ok(wide <= 0, 'nothing is cut off at the side')
  }
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
