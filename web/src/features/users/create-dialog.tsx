import type { User } from '@mc/shared/contract'
import { useState } from 'react'
import type { DomainChoice } from '../../lib/domain-choices.ts'
import { passwordProblem } from '../../lib/password.ts'
import { useForm } from '../../lib/use-form.ts'
import { DomainField } from '../../ui/domain-picker.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/users.ts'
import { localPartProblem } from './address.ts'
import { useCreateUser } from './queries.ts'
import { parseQuota, quotaProblem } from './quota.ts'
import { QuotaField } from './quota-field.tsx'

const own = words.users

/** A new mailbox and the password that was typed for it, which only the page still knows. */
export interface Created {
  user: User
  password: string
}

interface Props {
  /** Chosen from the start: the list's filter, or the only one there is. */
  domain: DomainChoice | null
  /** Gives the new mailbox, if one was created. */
  onClosed: (created: Created | undefined) => void
}

const CreateDialog = ({ domain: preset, onClosed }: Props) => {
  const create = useCreateUser()
  const [created, setCreated] = useState<Created>()
  const form = useForm({
    initial: { name: '', domain: preset, password: '', quota: '' },
    validate: {
      name: localPartProblem,
      domain: (value) => (value ? undefined : own.domainMissing),
      password: (value, { name }) => passwordProblem(value, name),
      quota: quotaProblem,
    },
    serverFields: { email: 'name', domain_id: 'domain', quota_bytes: 'quota' },
    codeFields: { user_exists: 'name', address_is_alias: 'name', domain_not_found: 'domain' },
    submit: async ({ name, domain, password, quota }) => {
      if (!domain) return
      const quota_bytes = parseQuota(quota) ?? 0
      const email = `${name}@${domain.name}`
      const user = await create({ email, password, domain_id: domain.id, quota_bytes })
      setCreated({ user, password })
    },
  })
  const { domain } = form.values
  const name = form.field('name')
  return (
    <FormDialog
      title={own.create}
      form={form}
      submitLabel={own.create}
      done={created !== undefined}
      onClosed={() => onClosed(created)}
    >
      <TextField
        {...name}
        // A pasted address of the chosen domain is its part before the @.
        onChange={(text) => name.onChange(domain ? text.replace(`@${domain.name}`, '') : text)}
        label={own.name}
        help={own.nameHelp}
        suffix={`@${domain?.label ?? '…'}`}
        focusFirst
      />
      <DomainField {...form.field('domain')} />
      <PasswordField
        {...form.field('password')}
        label={own.password}
        making
        ownName={form.values.name}
      />
      <QuotaField {...form.field('quota')} />
    </FormDialog>
  )
}

export default CreateDialog
