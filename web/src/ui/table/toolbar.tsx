import { Rows2, Rows3, Search, X } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useRef, useState } from 'react'
import { density } from '../../lib/appearance.ts'
import { useStore } from '../../lib/store.ts'
import { words } from '../../words/index.ts'
import { IconButton } from '../button.tsx'
import { Kbd } from '../kbd.tsx'
import styles from './toolbar.module.css'

interface SearchProps {
  label: string
  value: string
  onChange: (text: string) => void
  inputRef: Ref<HTMLInputElement>
}

/** Long enough that a word typed at speed is one question. */
const settle = 180

/** Asks the server when the typing rests; what is typed is never overwritten by what was asked. */
const SearchBox = ({ label, value, onChange, inputRef }: SearchProps) => {
  const [text, setText] = useState(value)
  const asked = useRef(value)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    // The address changed by Back or by "clear filters", not by this box.
    if (value !== asked.current) {
      asked.current = value
      setText(value)
    }
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  const ask = (next: string, delay: number) => {
    setText(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => {
      asked.current = next
      onChange(next)
    }, delay)
  }
  return (
    <div className={styles.search}>
      <Search aria-hidden="true" />
      <input
        ref={inputRef}
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={254}
        value={text}
        onChange={(event) => ask(event.target.value, settle)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && text) {
            event.stopPropagation()
            ask('', 0)
          }
        }}
      />
      <span className={styles.searchEnd}>
        {text ? (
          <IconButton
            size="sm"
            icon={X}
            label={words.table.clearSearch}
            onClick={() => ask('', 0)}
          />
        ) : (
          <span aria-hidden="true">
            <Kbd keys="/" hint />
          </span>
        )}
      </span>
    </div>
  )
}

const DensityButton = () => {
  const dense = useStore(density) === 'dense'
  return (
    <IconButton
      icon={dense ? Rows2 : Rows3}
      label={dense ? words.table.comfortable : words.table.dense}
      onClick={() => density.set(dense ? '' : 'dense')}
    />
  )
}

export const Toolbar = ({
  filters,
  tools,
  ...search
}: SearchProps & { filters: ReactNode; tools: ReactNode }) => (
  <div className={styles.tools}>
    <SearchBox {...search} />
    {filters}
    <div className={styles.end}>
      {tools}
      <span className={styles.density}>
        <DensityButton />
      </span>
    </div>
  </div>
)
