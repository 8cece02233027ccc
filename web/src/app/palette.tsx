import { useNavigate } from '@tanstack/react-router'
import { Search } from 'lucide-react'
import { Fragment, type KeyboardEvent, useId, useRef, useState } from 'react'
import { useUser } from '../lib/session.ts'
import { Dialog, useCloseDialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { words } from '../words/app.ts'
import styles from './palette.module.css'
import { type Entry, useEntries } from './palette-entries.ts'

interface OptionProps {
  id: string
  entry: Entry
  heading: boolean
  active: boolean
  onChoose: () => void
  onPoint: () => void
}

const Option = ({ id, entry, heading, active, onChoose, onPoint }: OptionProps) => {
  const Icon = entry.icon
  return (
    <Fragment>
      {heading && (
        <div role="presentation" className={styles.section}>
          {entry.section}
        </div>
      )}
      <button
        type="button"
        id={id}
        role="option"
        tabIndex={-1}
        aria-selected={active}
        className={styles.option}
        onPointerDown={(event) => event.preventDefault()}
        onClick={onChoose}
        onPointerMove={onPoint}
      >
        <Icon aria-hidden="true" />
        <span>{entry.label}</span>
        {entry.note && <span className={styles.note}>{entry.note}</span>}
      </button>
    </Fragment>
  )
}

const Finder = () => {
  const user = useUser()
  const navigate = useNavigate()
  const close = useCloseDialog()
  const id = useId()
  const list = useRef<HTMLDivElement>(null)
  const [question, setQuestion] = useState('')
  const [active, setActive] = useState(0)
  const { entries, searching } = useEntries(user, question.trim())
  const index = Math.min(active, entries.length - 1)

  const choose = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    void navigate({ to: entry.to, search: entry.search })
  }
  const move = (next: number) => {
    const target = (next + entries.length) % Math.max(entries.length, 1)
    setActive(target)
    list.current?.querySelector(`[id="${id}-${target}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) move(index + step)
    else if (event.key === 'Enter') choose(entries[index])
    else return
    event.preventDefault()
  }
  return (
    <>
      <div className={styles.top}>
        <Search aria-hidden="true" />
        <input
          data-focus-first=""
          role="combobox"
          aria-label={words.palette.title}
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
          placeholder={words.palette.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={question}
          onChange={(event) => {
            setQuestion(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className={styles.list} ref={list}>
        <div role="listbox" id={`${id}-list`} aria-label={words.palette.title}>
          {entries.map((entry, at) => (
            <Option
              key={entry.key}
              id={`${id}-${at}`}
              entry={entry}
              heading={entry.section !== entries[at - 1]?.section}
              active={at === index}
              onChoose={() => choose(entry)}
              onPoint={() => setActive(at)}
            />
          ))}
        </div>
        {entries.length === 0 && (
          <p className={styles.none}>
            {searching ? words.palette.searching : words.palette.nothing}
          </p>
        )}
        <span className="sr-only" aria-live="polite">
          {words.palette.results(entries.length)}
        </span>
      </div>
      <div className={styles.foot} aria-hidden="true">
        <span>
          <Kbd keys="↑ ↓" /> {words.palette.hint}
        </span>
        <span>
          <Kbd keys="Enter" /> {words.palette.hintOpen}
        </span>
      </div>
    </>
  )
}

/** Goes anywhere by name: pages, actions, objects. */
const Palette = ({ onClosed }: { onClosed: () => void }) => (
  <Dialog title={words.palette.title} bare size="lg" onClosed={onClosed}>
    <Finder />
  </Dialog>
)

export default Palette
