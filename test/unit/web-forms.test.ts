import fc from 'fast-check'
import t from 'tap'
import { passwordFault } from '../../server/src/lib/password.ts'
import { generatePassword, passwordProblem, passwordStrength } from '../../web/src/lib/password.ts'
import { returnTo } from '../../web/src/lib/return-to.ts'
import { parseSearch, stringifySearch } from '../../web/src/lib/search.ts'

const isCommon = (fault: string | undefined) => fault?.includes('commonest') ?? false

t.test('the form and the server judge a password alike, but for the commonest ones', async (t) => {
  const words = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 140 }),
    fc.string({ unit: 'grapheme-ascii', minLength: 6, maxLength: 12 }),
    fc.constantFrom(
      'NewSecureP@ss!',
      'jane',
      'aaaaaaaa',
      'Straße-über',
      '漢字漢字漢字漢字aA',
      'Ab1\tefgh',
    ),
  )
  fc.assert(
    fc.property(words, (password) => {
      const server = passwordFault(password, ['jane'])
      return (
        isCommon(server) ||
        (server === undefined) === (passwordProblem(password, 'jane') === undefined)
      )
    }),
    { numRuns: 500 },
  )
  t.equal(passwordProblem('NewSecureP@ss!'), undefined)
  t.match(passwordProblem('Jane.Doe-1', 'jane.doe-1'), /differ/)
})

t.test('a generated password is strong and the server takes it', async (t) => {
  const made = Array.from({ length: 200 }, () => generatePassword())
  t.equal(new Set(made).size, made.length)
  for (const password of made) {
    t.equal(passwordFault(password, []), undefined, password)
    t.equal(passwordStrength(password), 3, password)
  }
})

t.test('signing in returns only to a place of this panel', async (t) => {
  const origin = 'https://panel.example'
  const to = (next: string) => returnTo(`?next=${encodeURIComponent(next)}`, origin)
  t.equal(to('/domains/12?search=a%26b'), '/domains/12?search=a%26b')
  for (const next of [
    'https://evil.example/',
    '//evil.example',
    '/.//evil.example',
    '/x/..//evil.example',
    '/\\evil.example',
    '\\/evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '/login?next=/x',
    '/setup',
    '/api/users/export',
    '',
  ]) {
    t.equal(to(next), '/', JSON.stringify(next))
  }
  t.equal(returnTo('', origin), '/')
})

t.test('search members survive the address', async (t) => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.stringMatching(/^[a-z]{1,8}$/).filter((name) => name !== '__proto__'),
        fc.string({ unit: 'grapheme', minLength: 1 }),
      ),
      (search) => {
        const again = parseSearch(stringifySearch(search))
        return Object.entries(search).every(([name, value]) => again[name] === value)
      },
    ),
  )
  t.equal(stringifySearch({ page: undefined, search: '', sort: 'name' }), '?sort=name')
  t.equal(stringifySearch({ page: undefined }), '')
})
