import type { DkimKey } from '@mc/shared/contract'
import { DKIM_REVOKED } from '@mc/shared/dkim-record'
import { useQuery } from '@tanstack/react-query'
import { isApiError } from '../../lib/api-error.ts'
import { useCrumb } from '../../lib/crumb.ts'
import { Details } from '../../ui/card.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { MenuButton } from '../../ui/menu.tsx'
import type { MenuItem } from '../../ui/menu-store.ts'
import { Notice } from '../../ui/notice.tsx'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/dkim.ts'
import { DnsState, KeyState } from './badges.tsx'
import { domainKeysQuery, keyQuery } from './queries.ts'
import { Record } from './record.tsx'
import { Rotation } from './rotation.tsx'
import { adviceOf, besideOf, isOver } from './steps.ts'
import type { Hindrance, KeyDeeds } from './use-key-deeds.ts'

const own = words.dkim

const Advice = ({ row }: { row: DkimKey }) => {
  const { data } = useQuery(domainKeysQuery(row.domain))
  return adviceOf(row, Date.now(), data && besideOf(row, data)).map(({ tone, text }) => (
    <Notice key={text} tone={tone}>
      {text}
    </Notice>
  ))
}

const Moment = ({ at }: { at: string | null }) =>
  at === null ? <span className="muted">{own.never}</span> : <RelTime at={at} />

const About = ({ row }: { row: DkimKey }) => (
  <PanelSection title={own.about}>
    <Details
      items={[
        [own.columnState, <KeyState key="state" row={row} />],
        [own.columnDns, <DnsState key="dns" row={row} />],
        [own.columnChecked, <Moment key="checked" at={row.dns_checked_at} />],
        [own.columnSeen, <Moment key="seen" at={row.published_seen_at} />],
        [own.columnKey, own.keyText(row.algorithm, row.key_bits)],
        [own.columnCreated, <RelTime key="created" at={row.created_at} />],
        [own.columnActivated, <Moment key="activated" at={row.activated_at} />],
        ...(row.retired_at === null
          ? []
          : [[own.columnRetired, <RelTime key="retired" at={row.retired_at} />] as const]),
      ]}
    />
  </PanelSection>
)

const Facts = ({ row, why, deeds }: { row: DkimKey } & Pick<Props, 'why' | 'deeds'>) => (
  <>
    <Advice row={row} />
    {row.dns_actual !== null && (
      <PanelSection title={own.found}>
        <CodeBlock>{row.dns_actual}</CodeBlock>
      </PanelSection>
    )}
    <Rotation
      row={row}
      why={why}
      busy={deeds.busy}
      onCheck={() => deeds.check(row)}
      onSwitch={() => deeds.switchTo(row)}
      onRotate={() => deeds.rotate(row)}
    />
    <PanelSection title={own.record}>
      <Record row={row} value={isOver(row, Date.now()) ? DKIM_REVOKED : row.dns_value} />
    </PanelSection>
    <About row={row} />
  </>
)

interface Props {
  id: number
  why: Hindrance
  deeds: KeyDeeds
  menu: (row: DkimKey) => readonly MenuItem[]
  onClose: () => void
}

/** One key beside the list: its record in every form, and the way to the next one. */
export const KeyPanel = ({ id, menu, onClose, ...rest }: Props) => {
  const { data: row, error, refetch } = useQuery(keyQuery(id))
  useCrumb(row?.dns_name)
  return (
    <SidePanel
      title={row?.dns_name ?? (error ? own.one : <Skeleton width={24} />)}
      actions={
        row && (
          <>
            <CopyButton size="md" value={row.dns_name} what={own.fullName} />
            <MenuButton label={words.table.actionsFor(row.dns_name)} items={() => menu(row)} />
          </>
        )
      }
      onClose={onClose}
    >
      {isApiError(error, 'dkim_key_not_found') ? (
        <EmptyState title={own.gone} text={own.goneText} />
      ) : row ? (
        <Facts row={row} {...rest} />
      ) : (
        error && <ErrorState error={error} what={own.thisOne} onRetry={() => void refetch()} />
      )}
    </SidePanel>
  )
}
