import { existsSync } from 'node:fs'
import type { OpOutput } from '@mc/shared/ops'
import type { Layout, ServiceLayout } from '../layout/index.ts'
import type { AgentDeps } from './deps.ts'
import { ed25519Use } from './mailstack/ed25519-use.ts'
import { isUp, type ProgramInfo } from './managers/manager.ts'
import {
  askDns,
  askGreeting,
  askLmtp,
  askMilter,
  askSmtp,
  askSocket,
  askSpamd,
  askTls,
} from './probes.ts'

type Part = OpOutput<'stack.status'>['parts'][number]

/** One daemon: what it must answer to be called well, as `[what is asked, question]`. */
interface Probe {
  readonly name: string
  /** Path of the daemon: where it is missing, so is its package. */
  readonly daemon: string
  readonly asks: readonly (readonly [string, () => Promise<unknown>])[]
}

const probesOf = ({ listen = '127.0.0.1', ports, stack }: Layout): Probe[] => [
  {
    name: 'postfix',
    daemon: stack.daemons.postfix,
    asks: [
      [`SMTP on port ${ports.smtp}`, () => askSmtp(listen, ports.smtp)],
      [`submission on port ${ports.submission}`, () => askSmtp(listen, ports.submission)],
      [
        `submissions on port ${ports.submissions}`,
        () => askTls(listen, ports.submissions, /^220 /, 'QUIT\r\n'),
      ],
    ],
  },
  {
    name: 'dovecot',
    daemon: stack.daemons.dovecot,
    asks: [
      [
        `IMAP on port ${ports.imap}`,
        () => askGreeting(listen, ports.imap, /^\* OK/, 'a LOGOUT\r\n'),
      ],
      [`IMAPS on port ${ports.imaps}`, () => askTls(listen, ports.imaps, /^\* OK/, 'a LOGOUT\r\n')],
      [`POP3 on port ${ports.pop3}`, () => askGreeting(listen, ports.pop3, /^\+OK/, 'QUIT\r\n')],
      [
        `ManageSieve on port ${ports.sieve}`,
        () => askGreeting(listen, ports.sieve, /^"IMPLEMENTATION"/, 'LOGOUT\r\n'),
      ],
      ['LMTP', () => askLmtp(stack.postfix.lmtpSocket)],
    ],
  },
  {
    name: 'opendkim',
    daemon: stack.daemons.opendkim,
    asks: [
      ['a milter greeting', () => askMilter(stack.opendkim.socket)],
      ...(ed25519Use({ stack }) === 'none'
        ? []
        : [
            [
              'a milter greeting of its second process, which signs with Ed25519',
              () => askMilter(stack.ed25519Signer.socket),
            ] as const,
          ]),
    ],
  },
  {
    name: 'spamd',
    daemon: stack.daemons.spamd,
    asks: [['PING', () => askSpamd(stack.spamd.socket)]],
  },
  {
    name: 'spamass-milter',
    daemon: stack.daemons.spamassMilter,
    asks: [['a milter greeting', () => askMilter(stack.spamassMilter.socket)]],
  },
  {
    name: 'unbound',
    daemon: stack.daemons.unbound,
    asks: [[`DNS on port ${ports.dns}`, () => askDns(listen, ports.dns)]],
  },
  {
    name: 'rsyslog',
    daemon: stack.daemons.rsyslogd,
    asks: [['the log socket', () => needFile(stack.rsyslog.socket)]],
  },
  ...sinkProbe(listen, stack),
]

const sinkProbe = (listen: string, { surroundings, daemons }: Layout['stack']): Probe[] => {
  if (surroundings === undefined) return []
  const { sinkPort } = surroundings
  return [
    {
      name: 'sink',
      daemon: daemons.smtpSink,
      asks: [[`SMTP on port ${sinkPort}`, () => askSmtp(listen, sinkPort)]],
    },
  ]
}

/** Node.js cannot speak to a datagram socket: that it stands, and that its daemon runs, is what can be seen. */
const needFile = async (path: string): Promise<void> => {
  if (!existsSync(path)) throw new Error('is not there')
}

/** Milliseconds that a good answer is believed: each question is a connection in the mail log. */
const FRESH = 3000

const examine = async (probe: Probe, info: ProgramInfo | undefined): Promise<Part> => {
  const { name } = probe
  if (!existsSync(probe.daemon)) {
    return { name, status: 'absent', detail: `${name} is not installed on this machine.` }
  }
  if (info === undefined) {
    return { name, status: 'down', detail: `${name} has not been started yet.` }
  }
  if (!isUp(info)) {
    const detail = `${name} does not run: ${info.reason}. Its output is in the log folder of the mail stack.`
    return { name, status: 'down', detail }
  }
  const complaint = await complaintOf(probe)
  return complaint === undefined
    ? {
        name,
        status: 'ok',
        detail: `${name} answers (${probe.asks.map(([w]) => w).join(', ')}).`,
      }
    : { name, status: 'down', detail: complaint }
}

/** The first question that is not answered, in a sentence. */
const complaintOf = async ({
  name,
  asks,
}: Pick<Probe, 'name' | 'asks'>): Promise<string | undefined> => {
  for (const [what, question] of asks) {
    try {
      await question()
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      return `${name} was asked for ${what}: ${reason}.`
    }
  }
  return undefined
}

/** Asks a service that runs. @returns what it did not answer; undefined when all is well or nothing can be asked */
export const askService = async (
  layout: Layout,
  { program = '', socket }: ServiceLayout,
): Promise<string | undefined> => {
  if (socket !== undefined) {
    return complaintOf({ name: program, asks: [['its socket', () => askSocket(socket)]] })
  }
  const probe = probesOf(layout).find(({ name }) => name === program)
  return probe && complaintOf(probe)
}

/** Asks each part for real; a good answer holds for three seconds unless its program has stopped since. */
export const createStatus = ({ layout, manager }: Pick<AgentDeps, 'layout' | 'manager'>) => {
  const good = new Map<string, { part: Part; until: number; pid: number }>()
  const ask = async (probe: Probe, info: ProgramInfo | undefined): Promise<Part> => {
    const known = good.get(probe.name)
    if (known && known.until > Date.now() && info && isUp(info) && info.pid === known.pid) {
      return known.part
    }
    const part = await examine(probe, info)
    if (part.status === 'ok' && info) {
      good.set(probe.name, { part, until: Date.now() + FRESH, pid: info.pid })
    } else good.delete(probe.name)
    return part
  }
  return async (): Promise<OpOutput<'stack.status'>> => {
    const programs = new Map((await manager.list()).map((info) => [info.name, info]))
    const parts = await Promise.all(
      probesOf(layout).map((probe) => ask(probe, programs.get(probe.name))),
    )
    return { parts, ports: { ...layout.ports } }
  }
}
