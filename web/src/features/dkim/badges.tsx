import type { DkimKey } from '@mc/shared/contract'
import { Badge, Status, type Tone } from '../../ui/status.tsx'
import { words } from '../../words/dkim.ts'

const own = words.dkim

/** Whether it signs, will sign or has signed. */
export const KeyState = ({ row: { state, signing } }: { row: DkimKey }) => {
  if (state === 'active' && !signing) return <Badge tone="bad">{own.broken}</Badge>
  const tone = { pending: 'info', active: 'ok', retired: 'neutral' } as const
  return <Badge tone={tone[state]}>{own.states[state]}</Badge>
}

const worst: Readonly<Record<DkimKey['state'], Tone>> = {
  active: 'bad',
  pending: 'warn',
  retired: 'off',
}

/** What the DNS has of it; how bad that is depends on what the key is for. */
export const DnsState = ({ row: { state, dns_status } }: { row: DkimKey }) => {
  const tone: Tone =
    dns_status === 'published' ? 'ok' : dns_status === 'unknown' ? 'off' : worst[state]
  return <Status tone={tone}>{own.dns[dns_status]}</Status>
}
