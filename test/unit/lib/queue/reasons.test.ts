import { causeOf, explain, titleOf } from '@mc/server/lib/queue-reasons/index.ts'
import { causes } from '@mc/server/lib/queue-reasons/words.ts'
import t from 'tap'
import { postfix } from './texts/postfix.ts'
import { senders } from './texts/senders.ts'
import { servers } from './texts/servers.ts'
import { unseen } from './texts/unseen.ts'

const texts = [...postfix, ...senders, ...servers]

const judged = texts.map(([cause, text]) => ({ cause, text, found: causeOf(text) }))
const share = (part: number, whole: number): number => (whole === 0 ? 1 : part / whole)

t.test('texts of real servers are understood', async (t) => {
  for (const { cause, text, found } of judged) t.equal(found, cause, text)
})

t.test('each cause is right when it is named, and named when it is right', async (t) => {
  const named = judged.filter(({ found }) => found !== 'unknown')
  const known = judged.filter(({ cause }) => cause !== 'unknown')
  const right = judged.filter(({ cause, found }) => cause !== 'unknown' && found === cause)
  t.ok(share(right.length, named.length) >= 0.98, 'precision over all')
  t.ok(share(right.length, known.length) >= 0.95, 'recall over all')
  for (const cause of new Set(known.map((one) => one.cause))) {
    const labelled = known.filter((one) => one.cause === cause)
    const said = named.filter((one) => one.found === cause)
    const both = said.filter((one) => one.cause === cause).length
    t.ok(share(both, said.length) >= 0.9, `${cause}: precision`)
    t.ok(share(both, labelled.length) >= 0.8, `${cause}: recall`)
  }
})

t.test('the corpus shows every cause', async (t) => {
  const shown = new Set(texts.map(([cause]) => cause))
  t.same(
    causes.filter((cause) => !shown.has(cause)),
    [],
  )
  t.ok(shown.size >= 16, `${shown.size} causes`)
})

t.test('an explanation quotes what it rests on, word for word', async (t) => {
  for (const { text } of judged) {
    const { evidence, sentence, title, cause } = explain(text)
    t.ok(text.includes(evidence) && evidence !== '', `a part of: ${text}`)
    t.match(sentence, /^[A-Z].*\.$|^[a-z0-9.-]+ .*\.$/)
    t.equal(title, titleOf(cause))
  }
})

t.test('what is not understood is shown as it is and advises nothing', async (t) => {
  const why = explain(
    'host mx.example.net[192.0.2.90] said: 450 Nein danke (in reply to RCPT TO command)',
  )
  t.match(why, { cause: 'unknown', advice: null, evidence: '450 Nein danke' })
})

t.test('odd texts do no harm', async (t) => {
  const answer = (text: string) => `host mx.example.net[192.0.2.90] said: 450 ${text}`
  const odd = ['', ' ', 'host [', 'host a[b] said: ', '('.repeat(20_000), 'a'.repeat(100_000)]
  const hard = ['over ', 'spf or ', 'user ', ' (in reply to ', 'mailbox account '].map((word) =>
    answer(word.repeat(20_000)),
  )
  for (const text of odd) t.equal(causeOf(text), 'unknown')
  for (const text of [...odd, ...hard]) {
    const since = performance.now()
    explain(text)
    // A pattern that goes back and forth would take minutes.
    t.ok(performance.now() - since < 5000, `quickly: ${text.slice(0, 60)}`)
  }
})

t.test('of texts that the rules were not written on, hardly any is misread', async (t) => {
  const found = unseen.map(([cause, text]) => ({ cause, text, found: causeOf(text) }))
  const named = found.filter((one) => one.found !== 'unknown')
  const right = named.filter((one) => one.found === one.cause)
  const wrong = named.filter((one) => one.found !== one.cause)
  t.comment(wrong.map((one) => `${one.cause} read as ${one.found}: ${one.text}`).join('\n'))
  t.ok(share(right.length, named.length) >= 0.9, `precision ${right.length}/${named.length}`)
  t.ok(share(right.length, found.length) >= 0.75, `recall ${right.length}/${found.length}`)
})
