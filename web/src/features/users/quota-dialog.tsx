import type { User } from '@mc/shared/contract'
import { useState } from 'react'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import { useChangeUser } from './queries.ts'
import { parseQuota, quotaInput, quotaProblem } from './quota.ts'
import { QuotaField } from './quota-field.tsx'

const own = words.users

const QuotaDialog = ({ user, onClosed }: { user: User; onClosed: () => void }) => {
  const change = useChangeUser()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { quota: quotaInput(user.quota_bytes) },
    validate: { quota: quotaProblem },
    serverFields: { quota_bytes: 'quota' },
    submit: async ({ quota }) => {
      await change({ id: user.id, quota_bytes: parseQuota(quota) ?? 0 })
      toast.done(own.quotaChanged(user.email))
      setDone(true)
    },
  })
  return (
    <FormDialog
      title={own.changeQuota}
      description={own.changeQuotaLead(user.email)}
      form={form}
      submitLabel={words.form.save}
      done={done}
      onClosed={onClosed}
    >
      <QuotaField {...form.field('quota')} focusFirst />
    </FormDialog>
  )
}

export default QuotaDialog
