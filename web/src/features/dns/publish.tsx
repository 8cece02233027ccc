import { useState } from 'react'
import { CodeBlock } from '../../ui/code-block.tsx'
import { CopyButton } from '../../ui/copy.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { words } from '../../words/dns.ts'
import styles from './dns.module.css'
import { below, type Field, type Form, fieldsOf, formsOf, type Published } from './forms.ts'

const own = words.dns

const Line = ({ name, value }: Field) => (
  <div className={styles.field}>
    <span className={styles.label}>{name}</span>
    <CodeBlock>{value}</CodeBlock>
    <CopyButton value={value} what={name} />
  </div>
)

/** A record as host and value, in the forms that DNS providers want. */
export const Publish = ({ record, zone }: { record: Published; zone: string }) => {
  const [form, setForm] = useState<Form>('plain')
  const tabs = formsOf(record).map((id) => ({ id, label: own.forms[id] }))
  return (
    <Tabs label={own.formsLabel} tabs={tabs} value={form} onChange={setForm}>
      <div className={styles.fields}>
        {fieldsOf(record, zone, form).map((field) => (
          <Line key={field.name} {...field} />
        ))}
        {form !== 'bind' && below(record.host, zone) !== undefined && (
          <p className={styles.note}>{own.hostNote(zone)}</p>
        )}
      </div>
    </Tabs>
  )
}
