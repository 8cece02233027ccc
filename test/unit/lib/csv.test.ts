import { createHash } from 'node:crypto'
import { csvLine, parseCsv } from '@mc/server/lib/csv.ts'
import { ssha512 } from '@mc/server/lib/ssha512.ts'
import fc from 'fast-check'
import t from 'tap'

t.test('records carry the line where they begin', async (t) => {
  t.same(parseCsv('\ufeffa,b\r\n1,"x\ny"\r\n\r\n2,z\n'), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x\ny'] },
    { line: 5, cells: ['2', 'z'] },
  ])
  t.same(parseCsv('a;b\n1;x,y'), [
    { line: 1, cells: ['a', 'b'] },
    { line: 2, cells: ['1', 'x,y'] },
  ])
  t.throws(() => parseCsv('a,b\n"x,1\n'), { message: /line 2 has a quote out of place/ })
  t.throws(() => parseCsv('a,b\nx"y,1\n'), { message: /line 2 has a quote out of place/ })
})

t.test('what a spreadsheet would run is defused', async (t) => {
  for (const begin of ['=', '+', '-', '@', '\t', '\r', '\n']) {
    const [record] = parseCsv(csvLine([`${begin}cmd|' /C calc'!A0`]))
    t.equal(record?.cells[0]?.[0], "'", JSON.stringify(begin))
  }
  t.equal(csvLine([-1, true]), '-1,true\r\n', 'numbers are no formulas')
})

t.test('what was written is read again', async (t) => {
  const text = fc
    .string({ unit: 'binary-ascii', minLength: 1 })
    .filter((one) => !/^[=+\-@\t\r\n\ufeff]/.test(one))
  fc.assert(
    fc.property(fc.array(text, { minLength: 2, maxLength: 5 }), (cells) => {
      const line = `"a,b",c\r\n${csvLine(cells)}`
      t.same(parseCsv(line)[1]?.cells, cells)
    }),
  )
})

t.test('SSHA512 is what Dovecot verifies', async (t) => {
  const hash = ssha512('Gru\u0308n-Wald-7')
  const bytes = Buffer.from(hash.slice('{SSHA512}'.length), 'base64')
  const [digest, salt] = [bytes.subarray(0, 64), bytes.subarray(64)]
  t.equal(salt.length, 16)
  t.same(createHash('sha512').update('Grün-Wald-7').update(salt).digest(), digest, 'NFC')
  t.not(ssha512('same'), ssha512('same'))
})
