import { Check, ChevronDown, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { words } from '../words/index.ts'
import { IconButton } from './button.tsx'
import styles from './combobox.module.css'
import fieldStyles from './field.module.css'
import { Field, type FieldProps } from './field.tsx'
import type { Bound } from './text-field.tsx'

export interface Choice {
  id: number
  label: string
}

type Load<C> = (text: string, signal: AbortSignal) => Promise<readonly C[]>

type ComboboxProps<C extends Choice> = FieldProps &
  Bound<C | null> & {
    /** Asks the server for what fits the text; the list is as long as the answer. */
    load: Load<C>
    placeholder?: string
    focusFirst?: boolean
    /** Names the button that takes the choice back; without it there is none. */
    clearLabel?: string
  }

/** What the server offers for the text, while the list is open. */
const useChoices = <C extends Choice>(load: Load<C>, text: string, open: boolean) => {
  const [choices, setChoices] = useState<readonly C[]>()
  const loader = useRef(load)
  useEffect(() => {
    loader.current = load
  })
  useEffect(() => {
    if (!open) return
    const controller = new AbortController()
    const timer = setTimeout(() => {
      loader.current(text, controller.signal).then(setChoices, () => {
        if (!controller.signal.aborted) setChoices([])
      })
    }, 120)
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [text, open])
  return choices
}

/** Opens in the top layer under its input, so that no dialog cuts it off. */
const usePlaced = (open: boolean) => {
  const input = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const box = input.current?.getBoundingClientRect()
    if (!open || !box || !list.current) return
    list.current.showPopover()
    list.current.style.left = `${box.left}px`
    list.current.style.width = `${box.width}px`
    const below = innerHeight - box.bottom > 260
    list.current.style.top = below ? `${box.bottom + 4}px` : 'auto'
    list.current.style.bottom = below ? 'auto' : `${innerHeight - box.top + 4}px`
  }, [open])
  return { input, list }
}

/** A choice out of many, found by typing (ARIA combobox with a list). */
export const Combobox = <C extends Choice>(props: ComboboxProps<C>) => {
  const {
    label,
    help,
    error,
    optional,
    hideLabel,
    value,
    onChange,
    onBlur,
    load,
    placeholder,
    focusFirst,
  } = props
  const [typed, setTyped] = useState<string>()
  const [active, setActive] = useState(0)
  const open = typed !== undefined
  const choices = useChoices(load, typed ?? '', open)
  const place = usePlaced(open)
  const listId = useId()
  const shown = choices ?? []
  const choose = (choice: C | undefined) => {
    if (choice) onChange(choice)
    setTyped(undefined)
    setActive(0)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      if (!open) setTyped('')
      else setActive(Math.min(Math.max(active + step, 0), Math.max(shown.length - 1, 0)))
    } else if (open && event.key === 'Enter') {
      event.preventDefault()
      choose(shown[active])
    } else if (open && event.key === 'Escape') {
      event.preventDefault()
      event.stopPropagation()
      event.nativeEvent.stopImmediatePropagation()
      choose(undefined)
    }
  }
  return (
    <Field label={label} help={help} error={error} optional={optional} hideLabel={hideLabel}>
      {(control) => (
        <div className={styles.wrap}>
          <div className={fieldStyles.box} ref={place.input} data-invalid={error ? '' : undefined}>
            <input
              {...control}
              className={fieldStyles.input}
              role="combobox"
              aria-expanded={open}
              aria-controls={listId}
              aria-autocomplete="list"
              aria-activedescendant={open && shown[active] ? `${listId}-${active}` : undefined}
              autoComplete="off"
              spellCheck={false}
              data-focus-first={focusFirst ? '' : undefined}
              placeholder={placeholder}
              value={typed ?? value?.label ?? ''}
              onChange={(event) => {
                setTyped(event.target.value)
                setActive(0)
              }}
              onClick={() => setTyped((now) => now ?? '')}
              onBlur={() => {
                choose(undefined)
                onBlur?.()
              }}
              onKeyDown={onKeyDown}
            />
            {value && props.clearLabel ? (
              <IconButton
                size="sm"
                icon={X}
                label={props.clearLabel}
                onClick={() => onChange(null)}
              />
            ) : (
              <ChevronDown aria-hidden="true" className="muted" />
            )}
          </div>
          {open && (
            <div ref={place.list} popover="manual" className={styles.list}>
              <div role="listbox" id={listId} aria-label={label}>
                {shown.map((choice, index) => (
                  <button
                    key={choice.id}
                    type="button"
                    id={`${listId}-${index}`}
                    role="option"
                    tabIndex={-1}
                    aria-selected={choice.id === value?.id}
                    data-active={index === active ? '' : undefined}
                    className={styles.option}
                    onPointerDown={(event) => event.preventDefault()}
                    onClick={() => choose(choice)}
                  >
                    <span>{choice.label}</span>
                    {choice.id === value?.id && <Check aria-hidden="true" />}
                  </button>
                ))}
              </div>
              {choices?.length === 0 && <p className={styles.none}>{words.form.nothingFits}</p>}
            </div>
          )}
        </div>
      )}
    </Field>
  )
}
