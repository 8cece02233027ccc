import { configFrom } from '../../config/config.ts'
import { readEnv } from '../../config/env.ts'
import { agentOf } from '../../plugins/agent.ts'
import type { Command } from '../command.ts'
import { examine, reportOf } from '../doctor/index.ts'
import { actAsOwnerOf } from '../privilege.ts'

export const doctor: Command = {
  usage: '',
  summary: 'look at every part and say what to do; status 1 when something is wrong',
  words: { min: 0, max: 0 },
  run: async () => {
    const config = configFrom(readEnv())
    const findings = await examine({ config, agent: agentOf(config) }, () =>
      actAsOwnerOf(config.layout.panel.dir),
    )
    const ok = findings.every((finding) => finding.ok)
    return { text: reportOf(findings), data: { ok, findings }, status: ok ? 0 : 1 }
  },
}
