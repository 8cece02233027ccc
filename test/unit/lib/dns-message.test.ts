import { queryFor, readReply } from '@mc/server/lib/dns/message.ts'
import { textOf } from '@mc/server/lib/dns/values.ts'
import { decode, encode } from 'dns-packet'
import fc from 'fast-check'
import t from 'tap'

const how = { recursive: true, edns: true, unchecked: false }

/** A good answer to the query. */
const answerTo = (bytes: Buffer): Buffer => {
  const { id = 0, questions = [] } = decode(bytes)
  const [question] = questions
  return encode({
    type: 'response',
    id,
    questions,
    answers: [
      { name: question?.name ?? '', type: 'TXT', class: 'IN', ttl: 60, data: 'v=spf1 -all' },
    ],
  })
}

t.test('what comes back is believed only when it answers the question', async (t) => {
  const query = queryFor('mail.example.com', 'TXT', how)
  const good = answerTo(query.bytes)
  t.match(readReply(query, good), { rcode: 0, answers: [{ ttl: 60 }] })
  t.equal(readReply(query, query.bytes), 'stray', 'a question is no answer')
  const otherId = Buffer.from(good)
  otherId.writeUInt16BE((query.id + 1) % 0x10000, 0)
  t.equal(readReply(query, otherId), 'stray')
  const { id } = query
  const other = queryFor('mail.example.org', 'TXT', how)
  t.equal(readReply({ ...other, id }, good), 'stray', 'another name')
  t.equal(readReply({ ...query, type: 'A' }, good), 'stray', 'another type')
  const respelled = {
    ...query,
    name: query.name.replaceAll(/[a-z]/gi, (c) => (c < 'a' ? c.toLowerCase() : c.toUpperCase())),
  }
  t.equal(readReply(respelled, good), 'case', 'a forger guesses the name, not its spelling')
  const cut = Buffer.from(good.subarray(0, 12))
  cut.writeUInt16BE(cut.readUInt16BE(2) | 0x0200, 2)
  t.equal(readReply(query, cut), 'truncated')
})

t.test('names are spelled by chance', async (t) => {
  const spellings = new Set(
    Array.from({ length: 20 }, () => queryFor('mail.example.com', 'A', how).name),
  )
  t.ok(spellings.size > 10)
})

t.test('no bytes from outside throw', async (t) => {
  const query = queryFor('mail.example.com', 'TXT', how)
  const good = answerTo(query.bytes)
  const read = (bytes: Buffer) => {
    const reply = readReply(query, bytes)
    if (typeof reply !== 'string') reply.answers.map(textOf)
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      read(Buffer.from(bytes))
      // With the right beginning, so that the decoder sees the rest.
      read(Buffer.concat([good.subarray(0, 12), Buffer.from(bytes)]))
    }),
    { numRuns: 3000 },
  )
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(255), (at, value) => {
      const bent = Buffer.from(good)
      bent[at] = value
      read(bent)
    }),
    { numRuns: 3000 },
  )
  t.pass('6000 messages')
})
