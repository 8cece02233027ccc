import { table } from '@mc/server/cli/table.ts'
import t from 'tap'

t.test('columns are as wide as their widest cell', async (t) => {
  const rows = [
    { id: 1, domain_name: 'a.example' },
    { id: 20, domain_name: 'long.example' },
  ]
  t.equal(
    table(rows, ['id', 'domain_name'], 'none'),
    ['id  domain name', '1   a.example', '20  long.example'].join('\n'),
  )
})

t.test('says so when there is no row', async (t) => {
  t.equal(table<{ id: number }>([], ['id'], 'There are none.'), 'There are none.')
})

t.test('what is stored cannot speak to the terminal', async (t) => {
  t.match(table([{ name: 'a\u001b[2Jb\u009bc' }], ['name'], ''), 'a?[2Jb?c')
})

t.test('shows words for what is no text', async (t) => {
  const row = { yes: true, no: false, none: null, list: ['a', 'b'] }
  t.equal(table([row], ['yes', 'no', 'none', 'list'], '').split('\n')[1], 'yes  no  -     a,b')
})
