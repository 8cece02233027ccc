import type { Settings } from '@mc/shared/contract'
import { Card, Details } from '../../ui/card.tsx'
import { CopyValue } from '../../ui/copy.tsx'
import { Status } from '../../ui/status.tsx'
import { RelTime } from '../../ui/text.tsx'
import { words } from '../../words/settings.ts'

const own = words.settings

/** What the mail ports serve now. */
export const Certificate = ({ certificate, applied }: Settings) => (
  <Card title={own.certificate} note={own.certificateNote}>
    {certificate ? (
      <Details
        items={[
          [
            own.source,
            <div key="source">
              <Status tone="warn">{own.selfSigned}</Status>
              <p className="muted">{own.selfSignedNote}</p>
            </div>,
          ],
          [own.names, certificate.names.join(', ')],
          [own.validUntil, <RelTime key="until" at={certificate.not_after} />],
          [
            own.fingerprint,
            <CopyValue key="fingerprint" value={certificate.fingerprint} what={own.fingerprint} />,
          ],
        ]}
      />
    ) : (
      <p className="muted">{applied === 'no_mail_stack' ? own.noStack : own.noCertificate}</p>
    )}
  </Card>
)
