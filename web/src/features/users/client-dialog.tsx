import type { ClientSettings, User } from '@mc/shared/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Details } from '../../ui/card.tsx'
import { CopyButton, CopyValue } from '../../ui/copy.tsx'
import { Dialog, DialogBody, DialogFoot, useCloseDialog } from '../../ui/dialog.tsx'
import { ErrorState, Skeleton } from '../../ui/states.tsx'
import { Badge } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { words } from '../../words/users.ts'
import styles from './client.module.css'
import { clientText, thunderbirdCode } from './client-text.ts'
import { QrCode } from './qr-code.tsx'
import { clientQuery } from './queries.ts'

const own = words.userClient
const apps = ['thunderbird', 'apple', 'outlook', 'android'] as const

const Servers = ({ title, servers }: { title: string; servers: ClientSettings['imap'] }) =>
  servers.length > 0 && (
    <table className={styles.table}>
      <caption>{title}</caption>
      <thead>
        <tr>
          <th scope="col">{own.host}</th>
          <th scope="col" className={styles.port}>
            {own.port}
          </th>
          <th scope="col" className={styles.security}>
            {own.security}
          </th>
        </tr>
      </thead>
      <tbody>
        {servers.map(({ host, port, security }, index) => (
          <tr key={port}>
            <td>
              <CopyValue value={host} what={own.host.toLowerCase()} />
              {index === 0 && servers.length > 1 && <Badge tone="accent">{own.preferred}</Badge>}
            </td>
            <td>
              <CopyValue value={String(port)} what={own.port.toLowerCase()} />
            </td>
            <td>{own[security]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )

const Programs = ({ settings }: { settings: ClientSettings }) => {
  const [chosen, setChosen] = useState<(typeof apps)[number]>('thunderbird')
  const code = thunderbirdCode(settings)
  return (
    <Tabs
      label={own.appsLabel}
      tabs={apps.map((id) => ({ id, label: own.apps[id].label }))}
      value={chosen}
      onChange={setChosen}
    >
      <ol className={styles.steps}>
        {own.apps[chosen].steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {chosen === 'android' && code && (
        <div className={styles.scan}>
          <QrCode text={code} label={own.qr} />
          <p className="muted">{own.qrNote}</p>
        </div>
      )}
    </Tabs>
  )
}

const Settings = ({ settings }: { settings: ClientSettings }) => (
  <>
    <Details
      items={[
        [
          own.login,
          <CopyValue key="login" value={settings.username} what={own.login.toLowerCase()} />,
        ],
        [
          own.password,
          <span key="password" className="muted">
            {own.passwordNote}
          </span>,
        ],
      ]}
    />
    {settings.imap.length + settings.smtp.length === 0 ? (
      <p>{own.none}</p>
    ) : (
      <>
        <Servers title={own.incoming} servers={settings.imap} />
        <Servers title={own.outgoing} servers={settings.smtp} />
        <p className="muted">{own.sameLogin}</p>
        <Servers title={own.pop} servers={settings.pop3} />
        <Programs settings={settings} />
      </>
    )}
  </>
)

const Foot = ({ settings }: { settings: ClientSettings }) => {
  const close = useCloseDialog()
  return (
    <DialogFoot>
      <CopyButton value={clientText(settings)} what={own.copyAll} text size="md" />
      <Button variant="primary" onClick={close}>
        {own.done}
      </Button>
    </DialogFoot>
  )
}

/** What to enter in a mail program for one mailbox. */
const ClientDialog = ({ user, onClosed }: { user: User; onClosed: () => void }) => {
  const { data, error, refetch } = useQuery(clientQuery(user.id))
  return (
    <Dialog size="lg" title={own.title} description={own.lead(user.email)} onClosed={onClosed}>
      <DialogBody>
        {data ? (
          <Settings settings={data} />
        ) : error ? (
          <ErrorState error={error} what={own.title} onRetry={() => void refetch()} />
        ) : (
          <Skeleton width={40} />
        )}
      </DialogBody>
      {data && <Foot settings={data} />}
    </Dialog>
  )
}

export default ClientDialog
