import { Button } from '../../ui/button.tsx'
import { Chip } from '../../ui/chip.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { words } from '../../words/queue.ts'
import { ageOf, ages, chipsOf, type QueueList } from './filters.ts'

const own = words.queue

export interface Cause {
  cause: string
  title: string
  count: number
}

/** Filters in the tool line: cause, age, those that are typed, and what of these is set. */
export const FilterControls = ({
  list,
  causes,
  onMore,
}: {
  list: QueueList
  causes: readonly Cause[]
  onMore: () => void
}) => {
  const { cause } = list.filters
  const known = causes.some((one) => one.cause === cause)
  const options = [
    { value: '', label: own.anyCause },
    ...causes.map(({ cause: value, title, count }) => ({
      value,
      label: own.causeOption(title, count),
    })),
    // Chosen before, and none waits for it now.
    ...(cause && !known ? [{ value: cause, label: own.otherCause }] : []),
  ]
  return (
    <>
      <InlineSelect
        label={own.causeFilter}
        value={cause}
        options={options}
        onChange={(value) => list.setFilter('cause', value)}
      />
      <InlineSelect
        label={own.ageFilter}
        value={ageOf(list)}
        options={ages.map((value) => ({ value, label: own.ages[value] }))}
        onChange={(value) => list.setFilter('older', value)}
      />
      <Button variant="ghost" onClick={onMore}>
        {own.moreFilters}
      </Button>
      {chipsOf(list).map(({ name, label }) => (
        <Chip
          key={name}
          label={label}
          removeLabel={own.removeChip(label)}
          onRemove={() => list.setFilter(name, '')}
        />
      ))}
    </>
  )
}
