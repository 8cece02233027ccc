import { InlineSelect } from '../../ui/choice.tsx'
import { Fieldset } from '../../ui/field.tsx'
import type { Bound } from '../../ui/text-field.tsx'
import { words } from '../../words/tokens.ts'
import { type Chosen, modesOf, resources } from './scopes.ts'
import styles from './tokens.module.css'

const own = words.tokens

/** One line a resource: what the token may do there. */
export const ScopeFields = ({ value, onChange, error }: Bound<Chosen>) => (
  <Fieldset label={own.scopes}>
    <ul className={styles.scopes}>
      {resources.map((resource) => (
        <li key={resource} className={styles.scope}>
          <span aria-hidden="true">{own.resources[resource]}</span>
          <InlineSelect
            label={own.scopeOf(own.resources[resource])}
            value={value[resource]}
            options={modesOf(resource).map((mode) => ({ value: mode, label: own.modes[mode] }))}
            onChange={(mode) => onChange({ ...value, [resource]: mode })}
          />
        </li>
      ))}
    </ul>
    {error && (
      <p className={styles.error} role="alert">
        {error}
      </p>
    )}
  </Fieldset>
)
