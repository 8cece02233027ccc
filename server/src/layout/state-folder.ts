import { join } from 'node:path'
import type { Layout } from './types.ts'

/**
 * What the panel and the agent keep in the state folder, alike wherever the mail stack stands.
 * @param state absolute path of the state folder as the processes see it
 * @param socketDir folder of the agent's socket
 * @param journal of the agent
 */
export const stateFolder = (
  state: string,
  socketDir: string,
  journal = join(state, 'agent/journal.jsonl'),
): Pick<Layout, 'panel' | 'maps' | 'agent'> => {
  const panel = join(state, 'panel')
  const maps = join(state, 'maildb')
  const agent = join(state, 'agent')
  return {
    panel: {
      uid: 5001,
      gid: 5001,
      dir: panel,
      database: join(panel, 'panel.sqlite'),
      secret: join(panel, 'secret'),
      setupToken: join(panel, 'setup-token'),
      trace: join(panel, 'trace/trace.sqlite'),
    },
    maps: { dir: maps, database: join(maps, 'mail.sqlite') },
    agent: {
      dir: agent,
      socketDir,
      socket: join(socketDir, 'agent.sock'),
      bearer: join(socketDir, 'bearer'),
      journal,
      desired: join(agent, 'desired'),
      readers: join(agent, 'readers.json'),
    },
  }
}
