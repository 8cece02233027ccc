import { type DomainChoice, findDomains } from '../lib/domain-choices.ts'
import { words } from '../words/app.ts'
import styles from './combobox.module.css'
import { Combobox } from './combobox.tsx'
import type { Bound } from './text-field.tsx'

/** Chooses one of the server's domains, in a form. */
export const DomainField = (props: Bound<DomainChoice | null> & { help?: string }) => (
  <Combobox
    {...props}
    label={words.domainPicker.label}
    placeholder={words.domainPicker.placeholder}
    load={findDomains}
  />
)

/** Narrows a list to one domain; empty is all of them. */
export const DomainFilter = ({
  value,
  onChange,
}: {
  value: string
  onChange: (name: string) => void
}) => (
  <div className={styles.filter}>
    <Combobox<DomainChoice>
      hideLabel
      label={words.domainPicker.label}
      placeholder={words.domainPicker.all}
      clearLabel={words.domainPicker.clear}
      load={findDomains}
      value={value ? { id: 0, label: value, name: value } : null}
      onChange={(domain) => onChange(domain?.name ?? '')}
    />
  </div>
)
