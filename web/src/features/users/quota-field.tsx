import type { Bound } from '../../ui/text-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/users.ts'
import { useDefaults } from './quota.ts'

/** The most that a mailbox may hold, in GB. */
export const QuotaField = ({ focusFirst, ...field }: Bound<string> & { focusFirst?: boolean }) => {
  const { quotaLabel } = useDefaults()
  return (
    <TextField
      {...field}
      label={words.users.quota}
      help={words.users.quotaHelp(quotaLabel)}
      optional
      inputMode="decimal"
      suffix={words.users.unit}
      {...(focusFirst && { focusFirst })}
    />
  )
}
