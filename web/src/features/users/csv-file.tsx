import { FileUp } from 'lucide-react'
import { type DragEvent, useId, useState } from 'react'
import { words } from '../../words/users.ts'
import styles from './import.module.css'

const own = words.userImport

interface Props {
  /** Name and size of what was chosen. */
  chosen: string | undefined
  error: string | undefined
  onText: (name: string, text: string) => void
}

/** Takes a file by button or by drop. It is read here; nothing is sent. */
export const CsvFile = ({ chosen, error, onText }: Props) => {
  const id = useId()
  const [over, setOver] = useState(false)
  const [failed, setFailed] = useState(false)
  const problem = failed ? own.unreadable : error
  const take = async (file: File | undefined) => {
    if (!file) return
    try {
      onText(file.name, await file.text())
      setFailed(false)
    } catch {
      setFailed(true)
    }
  }
  const onDrop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    void take(event.dataTransfer.files[0])
  }
  return (
    <div>
      <label
        className={styles.drop}
        data-over={over ? '' : undefined}
        htmlFor={id}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <FileUp aria-hidden="true" />
        <span>
          <span className={styles.choose}>{chosen ? own.back : own.choose}</span> {own.drop}
        </span>
        {chosen && <strong>{chosen}</strong>}
        <input
          id={id}
          type="file"
          accept=".csv,text/csv,text/plain"
          className="sr-only"
          aria-label={own.file}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-problem` : undefined}
          data-focus-first=""
          onChange={(event) => {
            void take(event.target.files?.[0])
            // The same file can be chosen again after it was mended.
            event.target.value = ''
          }}
        />
      </label>
      {problem && (
        <p id={`${id}-problem`} className={styles.problem} role="alert">
          {problem}
        </p>
      )}
    </div>
  )
}
