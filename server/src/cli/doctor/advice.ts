import { relative } from 'node:path'
import type { Layout } from '../../layout/index.ts'

/** What starts panel and agent again on this machine. */
export const startAgain = ({ kind }: Layout): string =>
  kind === 'systemd'
    ? 'Start them again: systemctl restart mission-control-agent mission-control.'
    : 'Start the panel again with npm start.'

/** Where the log of a mail daemon stands. */
export const daemonLog = ({ kind, stack }: Layout, stateDir: string): string =>
  kind === 'systemd'
    ? `Its log stands in ${stack.rsyslog.mailLog} and in the journal.`
    : `Its log stands in ${relative(stateDir, stack.logs)} of the state folder.`

/** Where the agent's log stands. */
export const agentLog = ({ kind, stack }: Layout, stateDir: string): string =>
  kind === 'systemd'
    ? 'Its log: journalctl --unit mission-control-agent.'
    : `Its log is ${relative(stateDir, stack.logs)}/agent.err in the state folder.`
