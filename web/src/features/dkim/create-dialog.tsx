import { DKIM } from '@mc/shared/rules'
import { useState } from 'react'
import type { DomainChoice } from '../../lib/domain-choices.ts'
import { useForm } from '../../lib/use-form.ts'
import { SelectField } from '../../ui/choice.tsx'
import { DomainField } from '../../ui/domain-picker.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/dkim.ts'
import { useCreateKey } from './queries.ts'

const own = words.dkim

const kinds = ['rsa-2048', 'rsa-3072', 'rsa-4096', 'ed25519'] as const
type Kind = (typeof kinds)[number]
const options = kinds.map((value) => ({ value, label: own.kinds[value] }))

const keyOf: Readonly<
  Record<Kind, { algorithm: 'rsa' | 'ed25519'; key_bits?: 2048 | 3072 | 4096 }>
> = {
  'rsa-2048': { algorithm: 'rsa', key_bits: 2048 },
  'rsa-3072': { algorithm: 'rsa', key_bits: 3072 },
  'rsa-4096': { algorithm: 'rsa', key_bits: 4096 },
  ed25519: { algorithm: 'ed25519' },
}

/** A name that no earlier key has: the day. */
const suggestedSelector = (): string =>
  `s${new Date().toISOString().slice(0, 10).replaceAll('-', '')}`

const selectorForm = new RegExp(DKIM.selector)

type Values = { domain: DomainChoice | null; selector: string; kind: Kind }

interface Props {
  domain: DomainChoice | null
  /** A further key of this domain, which is therefore not to be chosen. */
  rotates: boolean
  /** Of the key that it follows. */
  algorithm?: 'rsa' | 'ed25519'
  /** @param id of the key that was made */
  onClosed: (id: number | undefined) => void
}

/** Makes a key: a domain's next one, or the first where none is left. */
const CreateDialog = ({ domain, rotates, algorithm = 'rsa', onClosed }: Props) => {
  const create = useCreateKey()
  const [made, setMade] = useState<number>()
  const like = algorithm === 'rsa' ? 'rsa-2048' : algorithm
  const initial: Values = { domain, selector: suggestedSelector(), kind: like }
  const form = useForm({
    initial,
    validate: {
      domain: (value) => (value ? undefined : own.domainMissing),
      selector: (value) => (selectorForm.test(value) ? undefined : own.selectorWrong),
    },
    codeFields: { dkim_key_exists: 'selector', domain_not_found: 'domain' },
    submit: async ({ domain: chosen, selector, kind }) => {
      if (!chosen) return
      const row = await create({ domain: chosen.name, selector, ...keyOf[kind] })
      toast.done(own.created(row.dns_name))
      setMade(row.id)
    },
  })
  return (
    <FormDialog
      title={rotates && domain ? own.rotateTitle(domain.label) : own.create}
      description={rotates ? own.rotateLead : own.createLead}
      form={form}
      submitLabel={own.create}
      done={made !== undefined}
      onClosed={() => onClosed(made)}
    >
      {!rotates && <DomainField {...form.field('domain')} />}
      <TextField
        label={own.selector}
        help={own.selectorHelp}
        mono
        focusFirst
        {...form.field('selector')}
      />
      <SelectField label={own.key} options={options} {...form.field('kind')} />
    </FormDialog>
  )
}

export default CreateDialog
