import { Type } from 'typebox'
import { Value } from 'typebox/value'
import type { AgentDeps } from '../deps.ts'
import { OpFailure } from '../op-failure.ts'

/** `doveadm -f json who`: numbers come as text. */
const Who = Type.Array(Type.Object({ username: Type.String(), connections: Type.String() }))

/**
 * Ends every session of these logins. Only those that are logged in are named to doveadm, since it takes one at a time
 * and reads `*` and `?` as wildcards.
 * @returns how many connections were ended
 */
export const endSessions = async (
  { run, layout }: AgentDeps,
  addresses: readonly string[],
): Promise<number> => {
  const config = ['-c', layout.stack.dovecot.file]
  const { code, stdout, stderr } = await run('doveadm', [...config, '-f', 'json', 'who'])
  if (code !== 0) {
    throw new OpFailure(
      'sessions_unknown',
      `Dovecot does not say who is logged in, so no session was ended: ${stderr.trim()}`,
    )
  }
  const wanted = new Set(addresses.map((address) => address.toLowerCase()))
  let ended = 0
  for (const { username, connections } of Value.Parse(Who, JSON.parse(stdout || '[]'))) {
    if (!wanted.has(username.toLowerCase())) continue
    const kicked = await run('doveadm', [...config, 'kick', username])
    if (kicked.code === 0) ended += Number(connections)
  }
  return ended
}
