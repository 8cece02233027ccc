import type { QueuePreview } from '@mc/shared/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { followJob } from '../../lib/jobs.ts'
import { useForm } from '../../lib/use-form.ts'
import dialogStyles from '../../ui/dialog.module.css'
import { Fold } from '../../ui/fold.tsx'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Problem } from '../../ui/problem.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { words } from '../../words/queue.ts'
import { firstRecipient, senderOf } from './names.ts'
import { type BulkAction, type Filter, type Item, previewBulk, runBulk } from './queries.ts'
import styles from './queue.module.css'

const own = words.queue

interface Props {
  action: BulkAction
  filter: Filter
  /** Called when the work has begun. */
  done: () => void
  onClosed: () => void
}

const Rows = ({ items }: { items: readonly Item[] }) => (
  <ul className={styles.sample}>
    {items.map((item) => (
      <li key={item.queue_id}>
        <span>{senderOf(item)}</span>
        <span className="muted"> → {firstRecipient(item)}</span>
      </li>
    ))}
  </ul>
)

/** So many are shown at once. */
const first = 6

/** Some of the messages, so that a filter that says too much is seen before it acts. */
const Sample = ({ preview: { sample, count } }: { preview: QueuePreview }) => (
  <div className={styles.samples}>
    <p className="muted">{own.bulkSample(sample.length, count)}</p>
    <Rows items={sample.slice(0, first)} />
    {sample.length > first && (
      <Fold title={own.bulkMore(sample.length - first)}>
        <Rows items={sample.slice(first)} />
      </Fold>
    )}
    <p className="muted">{own.bulkFrozen}</p>
  </div>
)

/** Shows exactly which messages an action is about, then starts the work, which is followed in the tray. */
const BulkDialog = ({ action, filter, done, onClosed }: Props) => {
  const client = useQueryClient()
  const [finished, setFinished] = useState(false)
  const { data: preview, error } = useQuery({
    queryKey: ['queue-preview', action, filter],
    queryFn: () => previewBulk(action, filter),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  })
  const count = preview?.count ?? 0
  const destroys = action === 'delete'
  const form = useForm({
    initial: { word: '' },
    validate: {
      word: (value) =>
        destroys && count > 0 && value.trim() !== String(count)
          ? words.confirm.typeExactly(String(count))
          : undefined,
    },
    submit: async () => {
      if (!preview) return
      if (count > 0) {
        followJob(await runBulk(preview.preview_id))
        done()
        await client.invalidateQueries({ queryKey: ['queue'] })
      }
      setFinished(true)
    },
  })
  return (
    <FormDialog
      title={preview ? own.bulkTitles[action](count) : own[action].replace('…', '')}
      description={preview ? own.bulkLeads[action] : own.bulkLooking}
      form={{ ...form, dirty: false, busy: form.busy || (!preview && !error) }}
      submitLabel={preview && count === 0 ? own.close : own.bulkDeeds[action]}
      danger={destroys && count > 0}
      done={finished}
      onClosed={onClosed}
    >
      {error && <Problem error={error} />}
      {preview && count === 0 && <p>{own.bulkNone}</p>}
      {preview && count > 0 && (
        <>
          {destroys && (
            <div className={dialogStyles.loss}>
              {words.confirm.lost}
              <ul>
                <li>
                  <strong className="num">{own.bulkLoss(count)}</strong>
                </li>
              </ul>
            </div>
          )}
          <Sample preview={preview} />
          {destroys && (
            <TextField
              label={words.confirm.typeName(String(count))}
              mono
              inputMode="numeric"
              focusFirst
              {...form.field('word')}
            />
          )}
        </>
      )}
    </FormDialog>
  )
}

export default BulkDialog
