import type { ImportReport } from '@mc/shared/contract'
import { useState } from 'react'
import { formatBytes } from '../../lib/format.ts'
import { useForm } from '../../lib/use-form.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextArea } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.tsx'
import { words } from '../../words/users.ts'
import { CsvFile } from './csv-file.tsx'
import { Elapsed } from './elapsed.tsx'
import styles from './import.module.css'
import { Report, toCreate } from './import-report.tsx'
import { checkImport, useImportUsers } from './queries.ts'

const own = words.userImport

/** What one request may carry; the server refuses more. */
const largest = 8 * 1024 * 1024
/** More than that is shown by its name only: nobody mends it by hand. */
const editable = 64 * 1024

const sizeOf = (text: string) => new Blob([text]).size

const problemOf = (csv: string) =>
  csv.trim() === '' ? own.missing : sizeOf(csv) > largest ? own.tooBig : undefined

interface Checked {
  csv: string
  report: ImportReport
}

/** Mailboxes from a CSV file: checked first, created when nothing is wrong with any line. */
const ImportDialog = ({ onClosed }: { onClosed: () => void }) => {
  const create = useImportUsers()
  const [checked, setChecked] = useState<Checked>()
  const [file, setFile] = useState<string>()
  const [done, setDone] = useState(false)
  /** The report, while it is about what stands in the field. */
  const reportOf = (csv: string) => (checked?.csv === csv ? checked.report : undefined)
  const ready = (report: ImportReport | undefined) =>
    report !== undefined && report.invalid === 0 ? toCreate(report) : 0

  const form = useForm({
    initial: { csv: '' },
    validate: { csv: problemOf },
    submit: async ({ csv }) => {
      if (ready(reportOf(csv)) === 0) return setChecked({ csv, report: await checkImport(csv) })
      const report = await create({ csv })
      // Somebody may have made one of them meanwhile: then nothing was created and the report says which.
      if (report.invalid > 0) return setChecked({ csv, report })
      const existed = report.total - report.created
      toast.done(
        [own.done(report.created), existed > 0 && own.existsNote(existed)]
          .filter(Boolean)
          .join(' '),
      )
      setDone(true)
    },
  })
  const { csv } = form.values
  const report = reportOf(csv)
  const count = ready(report)
  const large = file !== undefined && csv.length > editable
  return (
    <FormDialog
      size="lg"
      title={own.title}
      description={own.lead}
      form={form}
      submitLabel={count > 0 ? own.create(count) : own.check}
      done={done}
      onClosed={onClosed}
    >
      <CsvFile
        chosen={file === undefined ? undefined : `${file}, ${formatBytes(sizeOf(csv))}`}
        error={large ? form.field('csv').error : undefined}
        onText={(name, text) => {
          setFile(name)
          form.set('csv', text)
        }}
      />
      {!large && (
        <TextArea
          {...form.field('csv')}
          label={own.paste}
          help={own.help}
          placeholder={own.example}
          rows={6}
          mono
        />
      )}
      {form.busy && (
        <p className={styles.working} role="status">
          {count > 0 ? own.creating(count) : own.checking(formatBytes(sizeOf(csv)))} <Elapsed />
          {count > 0 && <span className="muted"> {own.creatingNote}</span>}
        </p>
      )}
      {report && !form.busy && <Report report={report} />}
    </FormDialog>
  )
}

export default ImportDialog
