import type { Health, Overview } from '@mc/shared/contract'
import type { CertificateState } from '@mc/shared/ops'
import { dnsTrouble } from '../../db/dns.ts'
import type { Deps } from '../../deps.ts'
import { counts, inactiveDomains, purgedSoon } from './store.ts'

type Part = Overview['parts'][number]
type Attention = Overview['attention'][number]

const CERTIFICATE_WARNS_MS = 21 * 24 * 3600 * 1000

interface Machine {
  readonly parts: Part[]
  readonly certificate: CertificateState | null
  readonly agentDown: boolean
}

const absent: Machine = {
  parts: [
    {
      name: 'mail stack',
      status: 'absent',
      detail:
        'This panel runs without a mail stack: what is changed here is served by no mail service.',
    },
  ],
  certificate: null,
  agentDown: false,
}

const machineState = async ({ agent }: Deps): Promise<Machine> => {
  if (!agent.present) return absent
  try {
    const [{ parts }, certificate] = await Promise.all([
      agent.call('stack.status', {}),
      agent.call('certificate.read', {}).catch(() => null),
    ])
    return { parts, certificate, agentDown: false }
  } catch {
    return { parts: [], certificate: null, agentDown: true }
  }
}

const ofMachine = ({ parts, certificate, agentDown }: Machine): Attention[] => {
  const found: Attention[] = agentDown ? [{ code: 'agent_down', severity: 'bad', subject: '' }] : []
  for (const { name, status } of parts) {
    if (status === 'down') found.push({ code: 'part_down', severity: 'bad', subject: name })
  }
  if (!certificate) return found
  const subject = certificate.names[0] ?? ''
  if (Date.parse(certificate.not_after) - Date.now() < CERTIFICATE_WARNS_MS) {
    found.push({ code: 'certificate_expires', severity: 'warn', subject: certificate.not_after })
  }
  if (certificate.source === 'self-signed') {
    found.push({ code: 'certificate_self_signed', severity: 'info', subject })
  }
  return found
}

/** Shares of a file system, in percent, and messages in the queue, from which somebody should look. */
const DISK = { warn: 85, bad: 95 } as const
const QUEUE_WARNS = 200

const ofVitals = ({ disks, queue_total }: Health): Attention[] => {
  const found: Attention[] = disks
    .filter(({ usage_percent }) => usage_percent >= DISK.warn)
    .map(({ mount, usage_percent }) => ({
      code: 'disk_full',
      severity: usage_percent >= DISK.bad ? 'bad' : 'warn',
      subject: `${mount} ${Math.round(usage_percent)}`,
    }))
  if ((queue_total ?? 0) >= QUEUE_WARNS) {
    found.push({ code: 'queue_waiting', severity: 'warn', subject: String(queue_total) })
  }
  return found
}

/** Domains with wrong records that are named one by one; the DNS page has them all. */
const DNS_NAMED = 5

const ofRows = async (deps: Deps, domains: number): Promise<Attention[]> => {
  const warn =
    (code: Attention['code']) =>
    (subject: string): Attention => ({
      code,
      severity: 'warn',
      subject,
    })
  const dns = await dnsTrouble(deps.db, DNS_NAMED)
  const { state } = await deps.trace.ingest()
  const found = [
    ...(state === 'stopped' ? [''] : []).map(warn('log_unread')),
    ...dns.worst.map(({ domain }) => domain).map(warn('dns_wrong')),
    ...(await inactiveDomains(deps.db)).map(warn('domain_inactive')),
  ]
  if (domains === 0) found.push({ code: 'no_domains', severity: 'info', subject: '' })
  const soon = await purgedSoon(deps.db)
  if (soon > 0) found.push({ code: 'trash_purge_soon', severity: 'info', subject: String(soon) })
  return found
}

const urgency = { bad: 0, warn: 1, info: 2 } as const

export const overview = async (deps: Deps): Promise<Overview> => {
  const [machine, counted, health] = await Promise.all([
    machineState(deps),
    counts(deps.db),
    deps.vitals.now(),
  ])
  const attention = [
    ...ofMachine(machine),
    ...ofVitals(health),
    ...(await ofRows(deps, counted.domains.total)),
  ]
  return {
    ...counted,
    parts: machine.parts,
    attention: attention.sort((a, b) => urgency[a.severity] - urgency[b.severity]),
  }
}
