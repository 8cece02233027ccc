import { writeSetupToken } from '@mc/server/config/secrets.ts'
import t from 'tap'
import { PASSWORD } from '../helpers/accounts.ts'
import { openWeb } from '../helpers/browser.ts'
import { until } from '../helpers/until.ts'

const web = await openWeb(t)

t.test('the first admin is made with the link that the start prints', async (t) => {
  const { page, ...visit } = await web.nobody()
  await visit.go('/')
  await page.waitForURL(/\/login/)
  await visit.go('/setup#token=wrong-token-that-is-long-enough-to-try')
  t.notMatch(page.url(), /token=/, 'the token does not stay in the address')
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('setup')
  const fill = async () => {
    await page.getByRole('textbox', { name: 'Username' }).fill('founder')
    await page.getByRole('textbox', { name: 'E-mail address' }).fill('founder@example.com')
    await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Create administrator' }).click()
  }
  await fill()
  await page.getByRole('alert').first().waitFor()
  t.same(await visit.axe(), [], 'with the refusal shown')

  const token = writeSetupToken(web.panel.deps.config.layout.panel.setupToken)
  await visit.go('/login')
  await visit.go(`/setup#token=${token}`)
  await fill()
  await page.getByRole('heading', { name: 'Overview', level: 1 }).waitFor()
  t.same(visit.complaints, [])
})

t.test('signing in by keyboard leads back to where one wanted to go', async (t) => {
  const { page, ...visit } = await web.nobody()
  await visit.go('/aliases?search=info')
  await page.waitForURL(/\/login/)
  await page.getByRole('textbox', { name: 'Username' }).waitFor()
  t.ok((await visit.shift()) <= 0.02, 'nothing moves while it loads')
  t.same(await visit.axe(), [])
  await visit.shoot('login')
  await page.getByRole('textbox', { name: 'Username' }).focus()
  await page.keyboard.type('founder')
  await page.keyboard.press('Tab')
  await page.keyboard.type('not the password 1')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').first().waitFor()
  t.same(await visit.axe(), [], 'with the refusal shown')
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/aliases\?search=info/)

  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await page.waitForURL(/\/login/)
  await visit.go('/domains')
  await page.waitForURL(/\/login/)
  t.same(visit.complaints, [])
})

t.test('a stale session asks for the password in place and goes on', async (t) => {
  const { page, api, ...visit } = await web.as('admin')
  const dialog = page.getByRole('dialog')
  await visit.go('/domains?do=create')
  await dialog.getByRole('textbox', { name: 'Domain name' }).fill('later.example')
  await web.panel.deps.db.panel
    .updateTable('sessions')
    .set({ fresh_until: new Date(0).toISOString() })
    .execute()
  await until('the session is stale', 60_000, async () => {
    const { body } = await api.call('GET /auth/me')
    return !body.fresh
  })
  await page.keyboard.press('Enter')
  const again = page.getByRole('dialog', { name: 'Enter your password again' })
  await again.waitFor()
  t.same(await visit.axe(), [])
  await visit.shoot('reauth')
  await again.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'later.example' }).waitFor()
  t.pass('the domain was made without doing anything twice')
  t.same(visit.complaints, [])
})

t.test('the palette finds pages, actions and objects; help lists the keys', async (t) => {
  const { page, ...visit } = await web.as('admin')
  await visit.go('/')
  await page.keyboard.press('Control+k')
  const palette = page.getByRole('dialog')
  await palette.waitFor()
  t.same(await visit.axe(), [], 'with the palette open')
  await page.keyboard.type('later')
  await palette.getByRole('option', { name: /later\.example/ }).waitFor()
  await visit.shoot('palette')
  await page.keyboard.press('Enter')
  await page.getByRole('complementary', { name: 'later.example' }).waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  t.same(await visit.axe(), [], 'with the help open')
  await page.keyboard.press('Escape')
  t.same(visit.complaints, [])
})
