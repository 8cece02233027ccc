import type { AuditRow } from '@mc/shared/contract'
import { Details } from '../../ui/card.tsx'
import { CopyValue } from '../../ui/copy.tsx'
import { PanelSection, SidePanel } from '../../ui/side-panel.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/audit.ts'
import { Changes } from './changes.tsx'
import { Outcome, sentence } from './columns.tsx'

const own = words.audit

const Facts = ({ row }: { row: AuditRow }) => (
  <>
    <PanelSection title={own.change}>
      <Changes row={row} />
    </PanelSection>
    <PanelSection title={own.entry}>
      <Details
        items={[
          [own.columnTime, <RelTime key="time" at={row.created_at} />],
          [own.columnOutcome, <Outcome key="outcome" outcome={row.outcome} />],
          [own.columnActor, row.actor ?? own.nobody],
          [own.columnAddress, row.address ?? '–'],
          [own.technical, <code key="action">{row.action}</code>],
          ...(row.request_id
            ? [
                [
                  own.requestId,
                  <CopyValue key="id" value={row.request_id} what={own.requestId} />,
                ] as const,
              ]
            : []),
        ]}
      />
    </PanelSection>
  </>
)

/** One entry beside the list; `row` is undefined when the page that is shown does not hold it. */
export const AuditPanel = ({
  row,
  onClose,
}: {
  row: AuditRow | undefined
  onClose: () => void
}) => (
  <SidePanel title={row ? sentence(row) : own.entry} onClose={onClose}>
    {row ? <Facts row={row} /> : <EmptyState title={own.gone} text={own.goneText} />}
  </SidePanel>
)
