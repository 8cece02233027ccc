import { type Command, UsageError } from '@mc/server/cli/command.ts'
import { help, parse } from '@mc/server/cli/parse.ts'
import t from 'tap'

const command = (
  usage: string,
  words: Command['words'],
  options?: Command['options'],
): Command => ({
  usage,
  summary: 'does it',
  words,
  ...(options ? { options } : {}),
  run: async () => ({ text: '', data: null }),
})
const commands = {
  doctor: command('', { min: 0, max: 0 }),
  'users list': command(
    '[--domain <name>]',
    { min: 0, max: 0 },
    {
      domain: { type: 'string' },
      force: { type: 'boolean' },
    },
  ),
  'users delete': command('<email>', { min: 1, max: 1 }),
}
const refused = (argv: string[]): string => {
  try {
    parse(commands, argv)
  } catch (error) {
    if (error instanceof UsageError) return error.message
    throw error
  }
  return 'not refused'
}

t.test('finds a command of one or two words', async (t) => {
  t.equal(parse(commands, ['doctor']).name, 'doctor')
  t.equal(parse(commands, ['users', 'list']).name, 'users list')
  t.equal(parse(commands, ['users', 'delete', 'a@b.example']).args.positionals[0], 'a@b.example')
})

t.test('reads options wherever they stand', async (t) => {
  const { args, json } = parse(commands, ['users', 'list', '--domain', 'b.example', '--json'])
  t.same(args.values, { domain: 'b.example' })
  t.equal(json, true)
  t.equal(parse(commands, ['users', 'list', '--domain=b.example']).args.values.domain, 'b.example')
  t.equal(parse(commands, ['users', 'list', '--force']).args.values.force, true)
  t.equal(parse(commands, ['doctor']).json, false)
})

t.test('a word that begins with a dash can be given after --', async (t) => {
  t.same(parse(commands, ['users', 'delete', '--', '-x@b.example']).args.positionals, [
    '-x@b.example',
  ])
})

t.test('refuses what it does not know and says the right form', async (t) => {
  t.match(refused([]), /mc help/)
  t.match(refused(['users']), /no command "users"/)
  t.match(refused(['users', 'rename']), /no command "users rename"/)
  t.match(refused(['constructor']), /no command/)
  t.match(refused(['users', 'delete']), /Usage: mc users delete <email>/)
  t.match(refused(['users', 'delete', 'a', 'b']), /Usage: mc users delete <email>/)
  t.match(refused(['users', 'list', '--domian', 'x']), /--domian.*\nUsage: mc users list/s)
  t.match(refused(['users', 'list', '--domain']), /Usage: mc users list/)
})

t.test('help names every command', async (t) => {
  for (const name of Object.keys(commands)) t.match(help(commands), `mc ${name}`)
})
