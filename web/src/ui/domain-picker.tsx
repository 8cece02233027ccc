import { Globe } from 'lucide-react'
import { AppLink } from '../lib/app-link.tsx'
import { type DomainChoice, findDomains } from '../lib/domain-choices.ts'
import { words } from '../words/app.ts'
import { buttonClass } from './button.tsx'
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

/** What a list shows while there is no domain that its objects could be in. */
export const noDomainState = (own: {
  noDomainTitle: string
  noDomainText: string
  toDomains: string
}) => ({
  icon: Globe,
  title: own.noDomainTitle,
  text: own.noDomainText,
  action: (
    <AppLink
      to="/domains"
      search={{ do: 'create' }}
      className={buttonClass({ variant: 'primary' })}
    >
      {own.toDomains}
    </AppLink>
  ),
})
