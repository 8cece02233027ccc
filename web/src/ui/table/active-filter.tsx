import type { ListState } from '../../lib/list-state.ts'
import { words } from '../../words/app.ts'
import { InlineSelect } from '../choice.tsx'

const states = [
  { value: '', label: words.activity.all },
  { value: 'true', label: words.activity.active },
  { value: 'false', label: words.activity.inactive },
] as const

type Narrowable = Pick<ListState<string, 'active'>, 'filters' | 'setFilter'>

/** What the address says of it, for the server. */
export const activeOf = ({ filters: { active } }: Narrowable) =>
  active === 'true' || active === 'false' ? { active: active === 'true' } : {}

/** Narrows a list to what is switched on, or off. */
export const ActiveFilter = ({ list }: { list: Narrowable }) => (
  <InlineSelect
    label={words.activity.label}
    value={states.find(({ value }) => value === list.filters.active)?.value ?? ''}
    options={states}
    onChange={(value) => list.setFilter('active', value)}
  />
)
