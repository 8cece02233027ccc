import { readFile } from 'node:fs/promises'
import t from 'tap'
import { openWeb } from '../helpers/browser.ts'

const web = await openWeb(t, { env: { MC_MAIL: 'sandbox' } })
const { page, api, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')
const panel = page.getByRole('complementary')
const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const toast = (text: string) => page.getByRole('region', { name: 'Messages' }).getByText(text)
const password = 'Correct-Horse-9'

const example = (await api.call('POST /domains', { body: { name: 'example.com' } })).body
const mailbox = async (name: string) =>
  (
    await api.call('POST /users', {
      body: { email: `${name}@example.com`, password, domain_id: example.id },
    })
  ).body
const forward = (source: string, destination: string) =>
  api.call('POST /aliases', {
    body: { source: `${source}@example.com`, destination, domain_id: example.id },
  })

t.test(
  'an empty list teaches; the dialog makes a mailbox and hands over its password',
  async (t) => {
    await visit.go('/mailboxes')
    await page.getByText('No mailboxes yet').waitFor()
    t.same(await visit.axe(), [])
    t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')

    await page.getByRole('button', { name: 'Create mailbox' }).first().click()
    await dialog.waitFor()
    await dialog.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor()
    t.equal(await dialog.getByRole('combobox', { name: 'Domain' }).inputValue(), 'example.com')
    await page.keyboard.type('Jane..doe')
    await page.keyboard.press('Enter')
    await dialog.getByText('no dot or hyphen at the beginning').waitFor()
    t.same(await visit.axe(), [], 'with errors beside the fields')
    await visit.shoot('mailbox-create-errors')

    await dialog.getByRole('textbox', { name: 'Name' }).fill('jane@example.com')
    t.equal(
      await dialog.getByRole('textbox', { name: 'Name' }).inputValue(),
      'jane',
      'a pasted address is cut',
    )
    await dialog.getByRole('button', { name: 'Generate a password' }).click()
    const made = await dialog.getByRole('textbox', { name: 'Password' }).inputValue()
    await dialog.getByText('Strong').waitFor()
    await dialog.getByRole('textbox', { name: 'Quota' }).fill('0.5')
    await page.keyboard.press('Enter')
    await dialog.getByText('Mailbox jane@example.com created').waitFor()
    await dialog.getByText(made, { exact: true }).waitFor()
    t.same(await visit.axe(), [])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await row('jane@example.com').getByRole('cell', { name: '512 MB', exact: true }).waitFor()
  },
)

t.test('a refusal of the server stands beside its field, and what was typed stays', async (t) => {
  await forward('info', 'jane@example.com')
  await visit.go('/mailboxes?do=create')
  for (const [name, sentence] of [
    ['jane', 'exists already'],
    ['info', 'is the source of an alias'],
  ] as const) {
    await dialog.getByRole('textbox', { name: 'Name' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Password' }).fill(password)
    await page.keyboard.press('Enter')
    await dialog.getByText(sentence).waitFor()
    t.equal(
      await dialog.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid'),
      'true',
    )
  }
  await page.keyboard.press('Escape')
  await dialog.getByText('What you typed is not saved.').waitFor()
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await dialog.waitFor({ state: 'detached' })
})

t.test(
  'the panel opens from the keyboard, changes quota, state and password, and gives the focus back',
  async (t) => {
    await mailbox('joe')
    await visit.go('/mailboxes')
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await panel.getByRole('heading', { name: 'jane@example.com' }).waitFor()
    t.match(page.url(), /\/mailboxes\/\d+$/, 'the panel has an address')
    await panel.getByRole('link', { name: 'info@example.com' }).waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('mailbox-panel')

    await panel.getByRole('button', { name: 'Change quota' }).click()
    await dialog.getByRole('textbox', { name: 'Quota' }).fill('many')
    await page.keyboard.press('Enter')
    await dialog.getByText('Enter a number of GB').waitFor()
    await dialog.getByRole('textbox', { name: 'Quota' }).fill('')
    await page.keyboard.press('Enter')
    await panel.getByText('server default').waitFor()

    await panel.getByRole('button', { name: 'Deactivate' }).click()
    await panel.getByText('Sign-in and new mail are refused').waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await panel.getByRole('button', { name: 'Deactivate' }).waitFor()

    await panel.getByRole('button', { name: 'Change password' }).click()
    await dialog.getByRole('textbox', { name: 'New password' }).fill('short')
    await page.keyboard.press('Enter')
    await dialog.getByText('Use at least 8 characters').first().waitFor()
    t.same(await visit.axe(), [])
    await dialog.getByRole('textbox', { name: 'New password' }).fill('Another-Horse-9')
    await page.keyboard.press('Enter')
    await toast('Password of jane@example.com changed.').waitFor()
    await dialog.waitFor({ state: 'detached' })

    await panel.getByRole('button', { name: 'Close panel' }).click()
    await panel.waitFor({ state: 'detached' })
    t.match(await page.evaluate('document.activeElement.textContent'), /jane/)
  },
)

t.test(
  'what to enter in a mail client, with a code that Thunderbird for Android reads',
  async (t) => {
    const { id } = (await api.call('GET /users', { query: { search: 'jane' } })).body.data[0] ?? {
      id: 0,
    }
    await visit.go(`/mailboxes/${id}`)
    await panel.getByRole('button', { name: 'Connect a mail client' }).click()
    const incoming = dialog.getByRole('table', { name: 'Incoming mail', exact: true })
    await incoming.getByText('3793').or(incoming.getByText('2993')).first().waitFor()
    await dialog.getByRole('button', { name: 'Copy all as text' }).click()
    await dialog.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate<string>('navigator.clipboard.readText()')
    t.match(copied, /^User name: jane@example\.com\nIncoming mail \(IMAP\): .*SSL\/TLS/)
    await dialog.getByRole('tab', { name: 'Thunderbird' }).focus()
    await page.keyboard.press('End')
    await dialog.getByRole('img', { name: 'QR code for Thunderbird on Android' }).waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('mailbox-client')
    await page.keyboard.press('Escape')
  },
)

t.test('deleting shows the aliases that go with it, and the mail can be restored', async (t) => {
  await visit.go('/mailboxes?search=jane')
  await row('jane@example.com').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await dialog.getByText('One alias forwards to this mailbox').waitFor()
  await dialog.getByText('info@example.com').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('mailbox-delete')
  await dialog.getByRole('button', { name: 'Delete mailbox and 1 alias' }).click()
  await toast('jane@example.com deleted. Its mail is in the trash.').waitFor()
  await page.getByText('Nothing found').waitFor()
  t.equal((await api.call('GET /aliases')).body.total, 0)
})

t.test(
  'several at once: switched with undo, deleted but for those that aliases name',
  async (t) => {
    for (const name of ['ann', 'bob', 'cat']) await mailbox(name)
    await forward('team', 'bob@example.com')
    await visit.go('/mailboxes')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await page.keyboard.press('Shift+X')
    const bar = page.getByRole('toolbar', { name: 'Selected rows' })
    await bar.getByText('3 selected').waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('mailbox-bulk')
    await bar.getByRole('button', { name: 'Deactivate' }).click()
    await toast('3 mailboxes deactivated.').waitFor()
    t.equal(await page.getByRole('cell', { name: 'Inactive' }).count(), 3)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByRole('cell', { name: 'Inactive' }).first().waitFor({ state: 'detached' })

    await page.getByRole('checkbox', { name: 'Select all on this page' }).check({ force: true })
    await bar.getByRole('button', { name: 'Delete…' }).click()
    await dialog.getByText('Also delete the one that aliases forward to').waitFor()
    t.same(await visit.axe(), [])
    await dialog.getByRole('textbox').fill('delete 4')
    await dialog.getByRole('button', { name: 'Delete 3 mailboxes' }).click()
    await dialog.getByRole('heading', { name: '1 of 4 were left as they are' }).waitFor()
    await dialog.getByText('bob@example.com', { exact: true }).waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('mailbox-bulk-refused')
    await page.keyboard.press('Escape')
    await page.getByText('1–1 of 1 mailbox').waitFor()
  },
)

t.test('an import tells each line with a problem, is mended in place and then made', async (t) => {
  await visit.go('/mailboxes')
  await page.getByRole('button', { name: 'Import' }).click()
  await dialog.getByLabel('CSV file').setInputFiles({
    name: 'staff.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(
      `email,password\nnew@example.com,${password}\nbad,${password}\nbob@example.com,${password}\n`,
    ),
  })
  await dialog.getByRole('button', { name: 'Check' }).click()
  await dialog.getByText('Nothing is created while a line has a problem').waitFor()
  t.match(await dialog.getByRole('row').nth(1).textContent(), /^3bademail: must be an address/)
  t.same(await visit.axe(), [])
  await visit.shoot('mailbox-import')
  const rows = dialog.getByRole('textbox')
  await rows.fill((await rows.inputValue()).replace('bad,', 'mended@example.com,'))
  await dialog.getByRole('button', { name: 'Check' }).click()
  await dialog.getByRole('button', { name: 'Create 2 mailboxes' }).click()
  await toast('2 mailboxes created.').waitFor()
  await row('mended@example.com').waitFor()
})

t.test('the list is exported as it is narrowed', async (t) => {
  await visit.go('/mailboxes?search=mended')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export' }).click(),
  ])
  const csv = await readFile(await download.path(), 'utf8')
  t.match(csv, /mended@example\.com/)
  t.notMatch(csv, /bob@example\.com/)
})

t.test('domain and state narrow the list, in the address too', async (t) => {
  await api.call('POST /domains', { body: { name: 'münchen.example' } })
  await visit.go('/mailboxes')
  await page.getByRole('combobox', { name: 'Domain' }).click()
  await page.getByRole('option', { name: 'münchen.example' }).click()
  await page.getByText('Nothing found').waitFor()
  t.match(page.url(), /domain=xn--mnchen-3ya\.example/)
  await page.getByRole('button', { name: 'All domains' }).click()
  await page.getByRole('combobox', { name: 'State' }).selectOption('Inactive')
  await page.getByText('Nothing found').waitFor()
  await page.goBack()
  await row('bob@example.com').waitFor()
  t.same(await visit.axe(), [])
})

t.test('who may only read sees why, and nobody’s page is wider than 360 px', async (t) => {
  const viewer = await web.as('viewer')
  await viewer.go('/mailboxes')
  const create = viewer.page.getByRole('button', { name: 'Create mailbox' })
  t.match(await create.getAttribute('aria-description'), /may read this but not change it/)
  await create.click({ force: true })
  t.equal(await viewer.page.getByRole('dialog').count(), 0)
  t.same(await viewer.axe(), [])
  await viewer.page.setViewportSize({ width: 360, height: 740 })
  for (const path of [
    '/mailboxes',
    `/mailboxes/${(await mailbox('long-name-of-a-person')).id}`,
    '/aliases',
    '/trash',
    '/',
  ]) {
    await viewer.go(path)
    t.equal(await viewer.page.evaluate('document.documentElement.scrollWidth'), 360, path)
  }
  const { id } = (await api.call('GET /users')).body.data[0] ?? { id: 0 }
  await viewer.go(`/mailboxes/${id}`)
  await viewer.page.getByRole('button', { name: 'Connect a mail client' }).click()
  const box = await viewer.page.getByRole('dialog').boundingBox()
  t.ok(box && box.width <= 360, 'the widest dialog fits too')
  t.same(viewer.complaints, [])
})

t.test('a list that cannot be loaded says so, and Retry loads it', async (t) => {
  await page.route('**/api/users?*', (route) => route.abort())
  await page.route('**/api/health/live', (route) => route.abort())
  await page.goto(`${web.origin}/mailboxes`)
  await page.getByText('Reconnecting').waitFor()
  await page.unrouteAll()
  await row('bob@example.com').waitFor()
  t.pass('comes by itself when the server is back')
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
