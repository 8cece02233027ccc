import { json } from 'node:stream/consumers'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { makeReaders } from '../src/db/readers.ts'

/** Started by the agent, which has no database driver of its own; both secrets come on standard input. */
const Account = Type.Object({ user: Type.String(), password: Type.String() })
const Input = Type.Object({
  url: Type.String(),
  accounts: Type.Object({ postfix: Account, dovecot: Account }),
})

try {
  const { url, accounts } = Value.Parse(Input, await json(process.stdin))
  await makeReaders(url, accounts)
} catch (error) {
  process.stderr.write(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
