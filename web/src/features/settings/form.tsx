import type { Settings } from '@mc/shared/contract'
import { useDirtyGuard } from '../../lib/dirty-guard.ts'
import { useWriteReason } from '../../lib/session.ts'
import { useForm } from '../../lib/use-form.ts'
import { Button } from '../../ui/button.tsx'
import { Card } from '../../ui/card.tsx'
import { Problem } from '../../ui/problem.tsx'
import { TextArea, TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/settings.ts'
import { useSaveSettings } from './queries.ts'
import styles from './settings.module.css'
import { changesOf, toTyped, validators } from './values.ts'

const own = words.settings
const said = {
  applied: own.saved,
  pending: own.savedPending,
  no_mail_stack: own.savedAlone,
} as const

interface Props {
  settings: Settings
  /** Shows what is stored again, after saving or to drop what was typed. */
  onReset: () => void
}

export const SettingsForm = ({ settings, onReset }: Props) => {
  const save = useSaveSettings()
  const readOnly = useWriteReason('settings')
  const before = toTyped(settings)
  const form = useForm({
    initial: before,
    validate: validators,
    submit: async (typed) => {
      const { applied } = await save(changesOf(typed, before))
      toast.done(said[applied])
      onReset()
    },
  })
  useDirtyGuard(form.dirty)
  const found = settings.found_addresses.join(', ') || own.noneFound
  return (
    <form onSubmit={form.submit} noValidate className={styles.form}>
      <Card title={own.identity} note={own.identityNote}>
        <div className={styles.fields}>
          <TextField
            {...form.field('hostname')}
            label={own.hostname}
            help={own.hostnameHelp}
            mono
          />
          <TextField
            {...form.field('postmaster_address')}
            label={own.postmaster}
            help={own.postmasterHelp}
            type="email"
          />
          <TextArea
            {...form.field('public_addresses')}
            label={own.addresses}
            help={own.addressesHelp(found)}
            rows={3}
            mono
          />
        </div>
      </Card>
      <Card title={own.defaults}>
        <div className={styles.fields}>
          <TextField
            {...form.field('default_quota_bytes')}
            label={own.quota}
            help={own.quotaHelp}
            inputMode="decimal"
            suffix={own.units.gb}
          />
          <TextField
            {...form.field('message_size_limit_bytes')}
            label={own.messageSize}
            help={own.messageSizeHelp}
            inputMode="numeric"
            suffix={own.units.mb}
          />
          <TextField
            {...form.field('trash_days')}
            label={own.trashDays}
            help={own.trashDaysHelp}
            inputMode="numeric"
            suffix={own.units.days}
          />
          <TextField
            {...form.field('trace_days')}
            label={own.traceDays}
            help={own.traceDaysHelp}
            inputMode="numeric"
            suffix={own.units.days}
          />
          <TextField
            {...form.field('session_fresh_seconds')}
            label={own.fresh}
            help={own.freshHelp}
            inputMode="numeric"
            suffix={own.units.minutes}
          />
        </div>
      </Card>
      {form.problem !== undefined && <Problem error={form.problem} />}
      <div className={styles.foot}>
        <Button
          type="submit"
          variant="primary"
          busy={form.busy}
          disabledReason={readOnly ?? (form.dirty ? undefined : own.noChanges)}
        >
          {own.save}
        </Button>
        {form.dirty && (
          <>
            <Button variant="ghost" onClick={onReset}>
              {own.discard}
            </Button>
            <span className="muted">{own.unsaved}</span>
          </>
        )}
      </div>
    </form>
  )
}
