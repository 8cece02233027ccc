import type { DkimKey } from '@mc/shared/contract'
import { recordForms } from '@mc/shared/dkim-record'
import { useState } from 'react'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { words } from '../../words/dkim.ts'
import styles from './dkim.module.css'

const own = words.dkim

const forms = ['plain', 'quoted', 'bind'] as const
type Form = (typeof forms)[number]
const tabs = forms.map((id) => ({ id, label: own.forms[id] }))

const Line = ({ name, note, value }: { name: string; note?: string; value: string }) => (
  <div className={styles.line}>
    <div className={styles.lineHead}>
      <span className={styles.lineName}>{name}</span>
      {note && <span className="muted">{note}</span>}
      <CopyButton value={value} what={name} />
    </div>
    <CodeBlock>{value}</CodeBlock>
  </div>
)

/** The record as host and value, in the forms that DNS providers want. `value` differs where the key is revoked. */
export const Record = ({
  row: { dns_name, domain },
  value,
}: {
  row: Pick<DkimKey, 'dns_name' | 'domain'>
  value: string
}) => {
  const [form, setForm] = useState<Form>('plain')
  const { host, fqdn, quoted, bind } = recordForms(dns_name, value, domain)
  return (
    <Tabs label={own.recordForms} tabs={tabs} value={form} onChange={setForm}>
      <div className={styles.record}>
        <p className="muted">{own.formNotes[form]}</p>
        {form === 'bind' ? (
          <Line name={own.line} value={bind} />
        ) : (
          <>
            <Line name={own.host} note={own.hostNote(domain)} value={host} />
            <Line name={own.fullName} value={fqdn} />
            <Line name={own.type} value="TXT" />
            <Line name={own.value} value={form === 'quoted' ? quoted : value} />
          </>
        )}
      </div>
    </Tabs>
  )
}
