import t from 'tap'
import { openWeb } from '../helpers/browser.ts'

// A mail stack is expected and its agent does not run: what the page says of a machine in trouble.
const web = await openWeb(t, { env: { MC_MAIL: 'sandbox' } })
const { page, api, ...visit } = await web.as('admin')
const dialog = page.getByRole('dialog')

t.test('a new server is told what to do first, step by step', async (t) => {
  await visit.go('/')
  await page.getByRole('heading', { name: 'Three steps to the first mail' }).waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('overview-new', ['desktop', 'large', 'phone'])
  const steps = page.getByRole('region', { name: 'Three steps to the first mail' })
  await steps.getByRole('link', { name: 'Create domain' }).click()
  await dialog.getByRole('textbox', { name: 'Domain name' }).fill('example.com')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await page.getByRole('link', { name: 'Overview' }).click()
  await steps.getByRole('link', { name: 'Create mailbox' }).click()
  await dialog.getByRole('textbox', { name: 'Name' }).fill('jane')
  await dialog.getByRole('textbox', { name: 'Password' }).fill('Correct-Horse-9')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('link', { name: 'Overview' }).click()
  await steps.waitFor({ state: 'detached' })
})

t.test('counts, what needs somebody, parts and the latest changes in one look', async (t) => {
  await visit.go('/')
  await page.getByText('The agent does not answer.').waitFor()
  await page.getByRole('link', { name: /Mailboxes\s*1\s*all active/ }).waitFor()
  const recent = page.getByRole('region', { name: 'Recent changes' })
  await recent.getByText(/created the mailbox jane@example\.com/).waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('overview', ['desktop', 'large', 'phone'])
  t.match(
    await page.getByRole('link', { name: /^Overview/ }).textContent(),
    /1/,
    'the rail counts what is urgent',
  )
})

t.test(
  'who is no administrator sees no changes, and an editor without rights no deeds',
  async (t) => {
    const viewer = await web.as('viewer')
    await viewer.go('/')
    await viewer.page.getByText('Needs attention').waitFor()
    t.equal(await viewer.page.getByText('Recent changes').count(), 0)
    t.same(await viewer.axe(), [])
    t.same(viewer.complaints, [])
  },
)

t.test(
  'the trash: how long mail is kept; while the agent is away nothing is offered',
  async (t) => {
    await visit.go('/trash')
    await page.getByText('The trash is empty').waitFor()
    t.same(await visit.axe(), [])
    const { id } = (await api.call('GET /users')).body.data[0] ?? { id: 0 }
    await api.call('DELETE /users/{id}', { params: { id } })
    await visit.go('/trash')
    await page.getByRole('cell', { name: /in 30 days/ }).waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('trash')
    const menu = page.getByRole('button', { name: 'Actions for jane@example.com' })
    await menu.click()
    t.same(await visit.axe(), [], 'with the menu open')
    for (const name of [/^Restore/, /^Erase now…/]) {
      const item = page.getByRole('menuitem', { name })
      await item.and(page.locator('[aria-disabled="true"]')).waitFor()
      t.match(await item.textContent(), /This needs the agent/)
    }
    await page.keyboard.press('Escape')
  },
)

t.test(
  'erasing asks for the address; without a mail stack a mailbox comes back at once',
  async (t) => {
    const bare = await openWeb(t)
    const { page, api, ...visit } = await bare.as('admin')
    const domain = (await api.call('POST /domains', { body: { name: 'example.com' } })).body
    const user = (
      await api.call('POST /users', {
        body: { email: 'jane@example.com', password: 'Correct-Horse-9', domain_id: domain.id },
      })
    ).body
    await api.call('DELETE /users/{id}', { params: { id: user.id } })
    await visit.go('/trash')
    const dialog = page.getByRole('dialog')
    const menu = page.getByRole('button', { name: 'Actions for jane@example.com' })
    await menu.click()
    await page.getByRole('menuitem', { name: 'Erase now…' }).click()
    await dialog.getByRole('button', { name: 'Erase for good' }).click()
    await dialog.getByText('exactly as it stands here').waitFor()
    t.same(await visit.axe(), [])
    await visit.shoot('trash-purge')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    await menu.click()
    await page.getByRole('menuitem', { name: 'Restore' }).click()
    await page.getByText('jane@example.com is back with its mail.').waitFor()
    await page.getByText('The trash is empty').waitFor()
    t.equal((await api.call('GET /users')).body.total, 1)
    t.same(visit.complaints, [])
  },
)

t.test('nothing went to the console and no policy was violated all along', async (t) => {
  t.same(visit.complaints, [])
})
