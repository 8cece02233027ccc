import { lazy, Suspense, useState } from 'react'
import { formatMoment } from '../../lib/format.ts'
import { Button } from '../../ui/button.tsx'
import { InlineSelect } from '../../ui/choice.tsx'
import { words } from '../../words/trace.ts'
import { type Period, periodNames } from './period.ts'

const PeriodDialog = lazy(() => import('./period-dialog.tsx'))

const own = words.period
const options = [
  ...periodNames.map((value) => ({ value, label: own.names[value] })),
  { value: 'custom', label: own.custom },
] as const

const moment = (iso: string | undefined) => (iso ? formatMoment(iso) : '…')

/** The period of a list: a usual one, or its two ends in a dialog. */
export const PeriodSelect = ({ period }: { period: Period }) => {
  const [choosing, setChoosing] = useState(false)
  return (
    <>
      <InlineSelect
        label={own.label}
        value={period.name}
        options={options}
        onChange={(name) => (name === 'custom' ? setChoosing(true) : period.set(name))}
      />
      {period.name === 'custom' && (
        <Button variant="ghost" onClick={() => setChoosing(true)}>
          {own.span(moment(period.query.from), moment(period.query.to))}
        </Button>
      )}
      <Suspense fallback={null}>
        {choosing && <PeriodDialog onClosed={() => setChoosing(false)} />}
      </Suspense>
    </>
  )
}
