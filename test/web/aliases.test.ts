import t from 'tap'
import { openWeb } from '../helpers/browser.ts'

const web = await openWeb(t)
const { page, api, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')
const panel = page.getByRole('complementary')
const row = (name: string) => page.getByRole('row').filter({ hasText: name })
const toast = (text: string) => page.getByRole('region', { name: 'Messages' }).getByText(text)

const example = (await api.call('POST /domains', { body: { name: 'example.com' } })).body
for (const name of ['jane', 'joe'])
  await api.call('POST /users', {
    body: { email: `${name}@example.com`, password: 'Correct-Horse-9', domain_id: example.id },
  })

t.test(
  'one dialog makes several destinations; the list shows that they belong together',
  async (t) => {
    await visit.go('/aliases')
    await page.getByText('No aliases yet').waitFor()
    t.same(await visit.axe(), [])
    t.ok((await visit.shift()) <= 0.02)
    await page.getByRole('button', { name: 'Create alias' }).first().click()
    await dialog.getByRole('textbox', { name: 'Name' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('sales')
    await dialog
      .getByRole('textbox', { name: 'Goes to' })
      .fill('jane@example.com\njoe@example.com, partner@elsewhere.test')
    t.same(await visit.axe(), [])
    await visit.shoot('alias-create')
    await dialog.getByRole('button', { name: 'Create alias' }).click()
    await toast('Alias sales@example.com created with 3 destinations.').waitFor()
    await row('3 destinations')
      .getByRole('cell', { name: 'jane@example.com', exact: true })
      .waitFor()
    t.equal(await row('sales@example.com').count(), 3)
    t.same(await visit.axe(), [])
    await visit.shoot('aliases')
  },
)

t.test('what one destination is refused for is said, and the others are made', async (t) => {
  await visit.go('/aliases?do=create')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('sales')
  await dialog
    .getByRole('textbox', { name: 'Goes to' })
    .fill('jane@example.com\nnew@elsewhere.test')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await dialog.getByText('1 destination added, 1 not.').waitFor()
  await dialog.getByText('exists already').waitFor()
  t.equal(await dialog.getByRole('textbox', { name: 'Goes to' }).inputValue(), 'jane@example.com')
  t.same(await visit.axe(), [])
  await page.keyboard.press('Escape')
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await row('new@elsewhere.test').waitFor()
})

t.test('a loop and a mailbox of that name are explained at their fields', async (t) => {
  await visit.go('/aliases?do=create')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('loop')
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('loop@example.com')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await dialog
    .getByText('Mail would go round in a circle: loop@example.com → loop@example.com')
    .waitFor()
  t.equal(
    await dialog.getByRole('textbox', { name: 'Goes to' }).getAttribute('aria-invalid'),
    'true',
  )
  await dialog.getByRole('textbox', { name: 'Name' }).fill('jane')
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('joe@example.com')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await dialog.getByText('jane@example.com is a mailbox').waitFor()
  t.equal(await dialog.getByRole('textbox', { name: 'Name' }).getAttribute('aria-invalid'), 'true')
  t.same(await visit.axe(), [])
  await visit.shoot('alias-refused')
})

t.test('a catch-all; a destination that nobody has is made with a warning', async (t) => {
  await visit.go('/aliases?do=create')
  await dialog.getByRole('switch', { name: 'Catch-all' }).click()
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('jane@example.com')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await row('@example.com').getByText('Catch-all').waitFor()

  const { id } = (
    await api.call('GET /aliases', { query: { search: '@example.com', sort: 'source' } })
  ).body.data[0] ?? {
    id: 0,
  }
  await api.call('DELETE /aliases/{id}', { params: { id } })
  await visit.go('/aliases?do=create')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('lost')
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('gone@example.com')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await dialog.getByText('There is no such mailbox or alias on this server').waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('alias-unknown')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await row('lost@example.com').waitFor()
})

t.test('the panel shows all destinations, edits one and adds another', async (t) => {
  await visit.go('/aliases?search=sales')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await panel.getByRole('heading', { name: 'All 4 destinations' }).waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('alias-panel')
  await panel.getByRole('link', { name: 'partner@elsewhere.test' }).click()
  await panel.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('friend@elsewhere.test')
  t.same(await visit.axe(), [])
  await dialog.getByRole('button', { name: 'Save changes' }).click()
  await panel.getByText('friend@elsewhere.test').first().waitFor()
  await dialog.waitFor({ state: 'detached' })
  await panel.getByRole('button', { name: 'Add destination' }).click()
  t.equal(await dialog.getByRole('textbox', { name: 'Name' }).inputValue(), 'sales')
  await dialog.getByRole('textbox', { name: 'Goes to' }).fill('fifth@elsewhere.test')
  await dialog.getByRole('button', { name: 'Create alias' }).click()
  await panel.getByRole('heading', { name: 'All 5 destinations' }).waitFor()
})

t.test('deleting says what follows, and can be undone; several go together', async (t) => {
  await visit.go('/aliases?search=lost')
  await page.getByRole('button', { name: 'Actions for lost@example.com' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await dialog.getByText('It is the only destination').waitFor()
  t.same(await visit.axe(), [])
  await dialog.getByRole('button', { name: 'Delete alias' }).click()
  await page.getByText('Nothing found').waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await row('lost@example.com').waitFor()

  await visit.go('/aliases?search=sales')
  await row('jane@example.com').waitFor()
  await page.getByRole('checkbox', { name: 'Select all on this page' }).check({ force: true })
  await page
    .getByRole('toolbar', { name: 'Selected rows' })
    .getByRole('button', { name: 'Delete…' })
    .click()
  await dialog.getByRole('textbox').fill('delete 5')
  await page.keyboard.press('Enter')
  await toast('5 aliases deleted.').waitFor()
})

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
