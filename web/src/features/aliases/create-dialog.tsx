import type { Alias } from '@mc/shared/contract'
import { useState } from 'react'
import type { DomainChoice } from '../../lib/domain-choices.ts'
import { useForm } from '../../lib/use-form.ts'
import { Switch } from '../../ui/choice.tsx'
import { DomainField } from '../../ui/domain-picker.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/aliases.ts'
import { destinationsProblem, sourceNameProblem, splitAddresses } from './address.ts'
import { createMany, refusal } from './create-many.ts'
import { useCreateAlias } from './queries.ts'

const own = words.aliases

export type Preset = {
  domain: DomainChoice | null
  /** The part before the @. */
  name: string
  catchAll: boolean
  destinations: string
}

/** What was made, and for which destinations nobody answers here. */
export interface Made {
  source: string
  aliases: readonly Alias[]
  unknown: readonly string[]
}

interface Props {
  preset: Preset
  onClosed: (made: Made | undefined) => void
}

const CreateDialog = ({ preset, onClosed }: Props) => {
  const create = useCreateAlias()
  const [made, setMade] = useState<Made>()
  const [done, setDone] = useState(false)
  const form = useForm({
    initial: { ...preset },
    validate: {
      name: (value, { catchAll }) => (catchAll ? undefined : sourceNameProblem(value)),
      domain: (value) => (value ? undefined : own.domainMissing),
      destinations: destinationsProblem,
    },
    serverFields: { source: 'name', domain_id: 'domain', destination: 'destinations' },
    codeFields: {
      address_is_mailbox: 'name',
      alias_loop: 'destinations',
      alias_exists: 'destinations',
      alias_too_wide: 'destinations',
      domain_not_found: 'domain',
    },
    submit: async ({ name, domain, catchAll, destinations }) => {
      if (!domain) return
      const source = `${catchAll ? '' : name}@${domain.name}`
      const wanted = splitAddresses(destinations)
      const outcome = await createMany(create, { source, domain_id: domain.id }, wanted)
      const all = [...(made?.aliases ?? []), ...outcome.made]
      const unknown = [...(made?.unknown ?? []), ...outcome.unknown]
      setMade(
        all.length > 0 ? { source: all[0]?.source ?? source, aliases: all, unknown } : undefined,
      )
      const error = refusal(outcome, wanted.length > 1)
      if (error) {
        // What is done is not asked for again.
        form.set('destinations', outcome.failed.map(({ destination }) => destination).join('\n'))
        throw error
      }
      if (unknown.length === 0) toast.done(own.created(source, all.length))
      setDone(true)
    },
  })
  const { domain, catchAll } = form.values
  const name = form.field('name')
  return (
    <FormDialog
      title={own.create}
      description={own.createLead}
      form={form}
      submitLabel={own.create}
      done={done}
      onClosed={() => onClosed(made)}
    >
      <TextField
        {...name}
        value={catchAll ? '' : name.value}
        onChange={(text) => name.onChange(domain ? text.replace(`@${domain.name}`, '') : text)}
        label={own.name}
        help={catchAll ? undefined : own.nameHelp}
        suffix={`@${domain?.label ?? '…'}`}
        readOnly={catchAll}
        focusFirst
      />
      <DomainField {...form.field('domain')} />
      <Switch
        checked={catchAll}
        onChange={(on) => form.set('catchAll', on)}
        label={own.catchAllSwitch}
        help={own.catchAllHelp}
      />
      <TextArea
        {...form.field('destinations')}
        label={own.destinations}
        help={own.destinationsHelp}
        placeholder={own.destinationsExample}
        rows={3}
        mono
      />
    </FormDialog>
  )
}

export default CreateDialog
